package dev.shoal.peer.internal.access;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The tracker's clock, as far as it can be told here: an answer that named a time, and what has
 * gone by since. This machine's own clock may be wrong, and may be set. Thread-safe.
 *
 * <p>The time that an answer names is that of some moment between the question and the answer; it
 * is taken for the one in the middle, so that half the time between may be wrong. Of several
 * answers the surest is believed, and gets less sure while it ages, as clocks don't all go equally
 * fast. One that can't be true together with it shows that the tracker's clock was set, or that it
 * is another tracker's: the later one is believed.
 */
public final class ClockOffset {
  /** A clock may go wrong by one part in so many. */
  static final long DRIFT = 2_000;

  /** What a time in milliseconds does not tell. */
  private static final long GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private volatile Measured last = new Measured(0, 0, 0);

  /**
   * That moment of the tracker's clock was this one here.
   *
   * @param errorNanos by how much that may be wrong, at that moment
   */
  private record Measured(long millis, long nanos, long errorNanos) {
    long at(long now) {
      return millis + TimeUnit.NANOSECONDS.toMillis(now - nanos);
    }

    long errorAt(long now) {
      return errorNanos + Math.abs(now - nanos) / DRIFT;
    }

    boolean contradicts(Measured other) {
      long apart = TimeUnit.MILLISECONDS.toNanos(Math.abs(millis - other.at(nanos)));
      return apart > errorNanos + other.errorAt(nanos);
    }
  }

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public ClockOffset(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** When a question is sent whose answer will name the time. */
  public long begin() {
    return nanoTime.getAsLong();
  }

  /**
   * The answer has come.
   *
   * @param trackerMillis time that it names
   * @param begunNanos from {@link #begin()}
   */
  public synchronized void measured(long trackerMillis, long begunNanos) {
    long now = nanoTime.getAsLong();
    long half = (now - begunNanos) / 2;
    Measured taken = new Measured(trackerMillis, begunNanos + half, half + GRAIN_NANOS);
    if (last.millis() == 0 || taken.errorAt(now) <= last.errorAt(now) || taken.contradicts(last)) {
      last = taken;
    }
  }

  /** The time now, Unix milliseconds by the tracker's clock; long ago before it was measured. */
  public long nowMillis() {
    Measured known = last;
    return known.millis() == 0 ? 0 : known.at(nanoTime.getAsLong());
  }
}
