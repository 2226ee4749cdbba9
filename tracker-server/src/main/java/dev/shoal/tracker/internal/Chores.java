package dev.shoal.tracker.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tracker has to do besides answering: expiry, working off what changes of whole sessions
 * have left, telling subscribers. In slices, between which the loop does whatever else there is.
 */
public final class Chores {
  private static final Logger log = LoggerFactory.getLogger(Chores.class);

  private static final long KEEPING_SECONDS = 10;
  private static final long REPORT_SECONDS = 60;
  private static final long NEWS_DELAY_MILLIS = 50;

  private final TrackerState state;
  private final EventLoop loop;
  private final Future<?> ticking;
  private final Future<?> keeping;
  private final Future<?> reporting;
  private boolean expiring;
  private boolean working;
  private boolean telling;

  /**
   * Begins with the chores.
   *
   * @param loop which owns the state
   * @param tick how often to look for what has expired
   * @param report tells the log what there is to be told, once a minute
   */
  public Chores(TrackerState state, EventLoop loop, Duration tick, Runnable report) {
    this.state = state;
    this.loop = loop;
    state.whenWorkArises(this::workArises);
    state.whenNewsArise(this::newsArise);
    ticking =
        loop.scheduleWithFixedDelay(
            guarded(this::tick), tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
    keeping =
        loop.scheduleWithFixedDelay(
            guarded(state::keepCounts), KEEPING_SECONDS, KEEPING_SECONDS, TimeUnit.SECONDS);
    reporting =
        loop.scheduleWithFixedDelay(
            guarded(report), REPORT_SECONDS, REPORT_SECONDS, TimeUnit.SECONDS);
    loop.execute(this::workArises); // what was loaded is to be indexed
  }

  /** Begins nothing new. From any thread. */
  public void stop() {
    ticking.cancel(false);
    keeping.cancel(false);
    reporting.cancel(false);
  }

  /** Does what must not wait for another time. From any thread. */
  public CompletableFuture<Void> finish() {
    return CompletableFuture.runAsync(state::keepCounts, loop);
  }

  private void tick() {
    state.endOverdue();
    if (!expiring) {
      expire();
    }
    workArises(); // in case that a slice has failed
  }

  private void expire() {
    boolean more = false;
    try {
      more = state.expire();
    } finally {
      expiring = more;
    }
    if (more) {
      afterOthers(this::expire);
    }
  }

  private void workArises() {
    if (!working) {
      working = true;
      afterOthers(this::work);
    }
  }

  private void work() {
    boolean more = false;
    try {
      more = state.work();
    } finally {
      working = more;
    }
    if (more) {
      afterOthers(this::work);
    }
  }

  /**
   * Lets the loop serve its sockets before a slice. Tasks that are merely executed it runs by 64,
   * before it as much as looks at the clock; what is scheduled has to wait for its next round.
   */
  private void afterOthers(Runnable slice) {
    loop.schedule(guarded(slice), 0, TimeUnit.NANOSECONDS);
  }

  /** What fails is told and done again in its time; the loop would say nothing and never again. */
  private static Runnable guarded(Runnable chore) {
    return () -> {
      try {
        chore.run();
      } catch (RuntimeException e) {
        log.error("a chore failed", e);
      }
    };
  }

  /** Waits a moment, since changes seldom come alone. */
  private void newsArise() {
    if (!telling && !loop.isShuttingDown()) {
      telling = true;
      loop.schedule(guarded(this::tell), NEWS_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tell() {
    boolean more = false;
    try {
      more = state.tellNews();
    } finally {
      telling = more;
    }
    if (more) {
      afterOthers(this::tell);
    } else if (state.hasNews()) {
      newsArise(); // a swarm's budget is used up
    }
  }
}
