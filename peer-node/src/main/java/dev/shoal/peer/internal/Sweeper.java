package dev.shoal.peer.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does some work on a worker every few seconds, but not again while it is still at it. */
final class Sweeper {
  private static final int SECONDS = 5;

  private final Executor workers;
  private final Runnable work;
  private final AtomicBoolean working = new AtomicBoolean();
  private final Future<?> timer;

  /** Begins. */
  Sweeper(EventLoop loop, Executor workers, Runnable work) {
    this.workers = workers;
    this.work = work;
    this.timer = loop.scheduleWithFixedDelay(this::sweep, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  /** Does it no more. */
  void stop() {
    timer.cancel(false);
  }

  private void sweep() {
    if (working.compareAndSet(false, true)) {
      try {
        workers.execute(this::sweepNow);
      } catch (RejectedExecutionException e) {
        working.set(false); // the application's workers are busy: next time, then
      }
    }
  }

  private void sweepNow() {
    try {
      work.run();
    } finally {
      working.set(false);
    }
  }
}
