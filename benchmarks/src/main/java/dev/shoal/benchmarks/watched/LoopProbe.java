package dev.shoal.benchmarks.watched;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Measures how late event loops come to what is due every few milliseconds. Thread-safe. */
final class LoopProbe {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final AtomicLong worstNanos = new AtomicLong();

  /** Begins, until the loops end. */
  LoopProbe(EventLoopGroup loops) {
    for (EventExecutor loop : loops) {
      await(loop);
    }
  }

  private void await(EventExecutor loop) {
    long due = System.nanoTime() + PERIOD_NANOS;
    loop.schedule(
        () -> {
          long late = System.nanoTime() - due;
          worstNanos.accumulateAndGet(late, Math::max);
          if (!loop.isShuttingDown()) {
            await(loop);
          }
        },
        PERIOD_NANOS,
        TimeUnit.NANOSECONDS);
  }

  /** The worst so far, milliseconds. */
  double worstMillis() {
    return worstNanos.get() / 1e6;
  }
}
