package dev.shoal.peer.internal.access;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The tracker's clock, as far as it can be told here: its last answer that named a time, and what
 * has gone by since. This machine's own clock may be wrong, and may be set. Thread-safe.
 */
public final class ClockOffset {
  private final LongSupplier nanoTime;
  private volatile Measured last = new Measured(0, 0);

  /** That moment of the tracker's clock was this one here. */
  private record Measured(long millis, long nanos) {}

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public ClockOffset(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** When a question begins whose answer will name the time. */
  public long begin() {
    return nanoTime.getAsLong();
  }

  /**
   * The answer has come.
   *
   * @param trackerMillis time that it names: that of the middle of its way
   * @param begunNanos from {@link #begin()}
   */
  public void measured(long trackerMillis, long begunNanos) {
    long now = nanoTime.getAsLong();
    last = new Measured(trackerMillis, begunNanos + (now - begunNanos) / 2);
  }

  /** The time now, Unix milliseconds by the tracker's clock; long ago before it was measured. */
  public long nowMillis() {
    Measured known = last;
    return known.millis() == 0
        ? 0
        : known.millis() + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - known.nanos());
  }
}
