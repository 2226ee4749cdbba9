package dev.shoal.peer.cli;

import dev.shoal.peer.internal.schedule.RateMeter;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Of the bytes of one file, as far as there is such a file. */
  static ByteMeter of(LongSupplier counted, Path file) {
    return new ByteMeter(counted, Files.isRegularFile(file) ? file.toFile().length() : 0);
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
