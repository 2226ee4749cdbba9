package dev.shoal.tracker.internal;

import java.util.function.LongSupplier;

/**
 * Whether peers may still be on their way back after a restart: registrations are not kept, and
 * whoever had some tells them again within a lease.
 */
public final class Warming {
  private final LongSupplier nowNanos;
  private final long startNanos;
  private final long durationNanos;
  private boolean over;

  /**
   * Begins now.
   *
   * @param durationNanos 0 for a tracker whose first start this is
   */
  public Warming(LongSupplier nowNanos, long durationNanos) {
    this.nowNanos = nowNanos;
    this.startNanos = nowNanos.getAsLong();
    this.durationNanos = durationNanos;
    this.over = durationNanos == 0;
  }

  /** Since it began. */
  long elapsedNanos() {
    return nowNanos.getAsLong() - startNanos;
  }

  /** Whether it lasts. On the tracker's loop. */
  public boolean isWarming() {
    if (!over) {
      over = elapsedNanos() >= durationNanos;
    }
    return !over;
  }
}
