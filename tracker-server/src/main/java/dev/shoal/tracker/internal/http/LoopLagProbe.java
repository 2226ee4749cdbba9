package dev.shoal.tracker.internal.http;

import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Measures ten times a second how late the tracker's loop comes to what it should do. */
final class LoopLagProbe {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Timer lags;
  private final Future<?> probing;
  private long dueNanos;

  /** Begins to measure. From any thread. */
  LoopLagProbe(EventLoop loop, Timer lags) {
    this.lags = lags;
    this.dueNanos = System.nanoTime() + PERIOD_NANOS;
    this.probing =
        loop.scheduleWithFixedDelay(this::probe, PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
  }

  /** Ends measuring. From any thread. */
  void stop() {
    probing.cancel(false);
  }

  private void probe() {
    long now = System.nanoTime();
    lags.record(Math.max(0, now - dueNanos), TimeUnit.NANOSECONDS);
    dueNanos = now + PERIOD_NANOS;
  }
}
