package dev.shoal.peer.cli;

import dev.shoal.peer.internal.schedule.RateMeter;
import java.util.function.LongSupplier;

/** Makes a {@link Progress} of a number of bytes that others count. For one thread. */
final class ByteMeter {
  private final LongSupplier counted;
  private final long total;
  private final RateMeter rate = new RateMeter();
  private long seen;

  ByteMeter(LongSupplier counted, long total) {
    this.counted = counted;
    this.total = total;
  }

  Progress now() {
    long nowNanos = System.nanoTime();
    long done = counted.getAsLong();
    rate.add(done - seen, nowNanos);
    seen = done;
    return new Progress(
        done,
        total,
        (long) rate.bytesPerSecond(nowNanos),
        rate.timeFor(total - done, nowNanos).orElse(null),
        "");
  }
}
