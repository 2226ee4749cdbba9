package dev.shoal.tracker.internal.reach;

import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Security;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Dials peers back, as fast as is allowed and no faster. On the tracker's event loop. */
public final class DialBack implements PeerCheck {
  /** How often those are looked at who wait for their turn. */
  private static final long TICK_MILLIS = 25;

  /** How long a connection that has served its purpose may take to be closed. */
  private static final Duration CLOSING = Duration.ofMillis(500);

  private final Dialler dialler;
  private final EventLoop loop;
  private final DialSchedule<Waiting> schedule;
  private boolean ticking;
  private boolean dialling;

  DialBack(Dialler dialler, DialLimits limits, TrafficLimits traffic, EventLoop loop) {
    this.dialler = dialler;
    this.loop = loop;
    this.schedule =
        new DialSchedule<>(
            limits,
            traffic::appliesTo,
            waiting -> waiting.wanted().getAsBoolean(),
            System.nanoTime());
  }

  private record Waiting(Target target, BooleanSupplier wanted, Consumer<Boolean> outcome) {}

  /**
   * Dials from an endpoint.
   *
   * @param endpoint made by {@link #endpoint}
   * @param traffic says which addresses have limits of their own
   */
  public static DialBack from(
      Endpoint endpoint, DialLimits limits, TrafficLimits traffic, EventLoop loop) {
    return new DialBack(new HelloDialler(endpoint), limits, traffic, loop);
  }

  /**
   * An endpoint that dials peers, does not wait for long, and does not listen.
   *
   * @param security by what it proves to be the tracker
   */
  public static Endpoint endpoint(
      EventLoop loop,
      TransportConfig config,
      DialLimits limits,
      Greeting greeting,
      Security security) {
    TransportConfig hasty =
        config.toBuilder()
            .connectTimeout(limits.timeout())
            .helloTimeout(limits.timeout())
            .drainTimeout(CLOSING)
            .maxConnections(limits.atOnce() + limits.perSecond())
            .build();
    return new Endpoint(loop, hasty, greeting, security);
  }

  @Override
  public boolean begin(Target target, BooleanSupplier wanted, Consumer<Boolean> outcome) {
    Waiting waiting = new Waiting(target, wanted, outcome);
    if (!schedule.offer(target.host(), waiting, System.nanoTime())) {
      return false;
    }
    dialNext();
    return true;
  }

  private void dialNext() {
    if (dialling) {
      return; // a dial that failed at once has led here
    }
    dialling = true;
    try {
      DialSchedule.Turn<Waiting> turn;
      while ((turn = schedule.poll(System.nanoTime())) != null) {
        if (turn.wanted()) {
          dial(turn);
        } else {
          schedule.done(turn, System.nanoTime());
          turn.item().outcome().accept(false);
        }
      }
    } finally {
      dialling = false;
    }
    if (schedule.isWaiting() && !ticking && !loop.isShuttingDown()) {
      ticking = true;
      loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    ticking = false;
    dialNext();
  }

  private void dial(DialSchedule.Turn<Waiting> turn) {
    CompletableFuture<Boolean> dialled = dialler.dial(turn.item().target());
    dialled.whenComplete(
        (reached, failure) -> {
          schedule.done(turn, System.nanoTime());
          turn.item().outcome().accept(failure == null && reached);
          dialNext();
        });
  }
}
