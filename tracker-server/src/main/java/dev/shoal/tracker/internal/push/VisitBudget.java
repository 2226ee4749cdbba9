package dev.shoal.tracker.internal.push;

import java.util.concurrent.TimeUnit;

/** A token bucket: how many of a swarm's subscriptions may be looked at in a time. */
final class VisitBudget {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long nanosPerVisit;
  private final long burstNanos;

  /** The moment at which the bucket would be full if nothing more were taken. */
  private long fullAtNanos;

  /**
   * A full bucket.
   *
   * @param perSecond visits that flow in each second
   * @param burst visits that it holds
   */
  VisitBudget(int perSecond, int burst, long nowNanos) {
    nanosPerVisit = SECOND / perSecond;
    burstNanos = burst * nanosPerVisit;
    fullAtNanos = nowNanos;
  }

  /** Takes one, or returns false if there is none. */
  boolean take(long nowNanos) {
    long full = fullAtNanos - nowNanos > 0 ? fullAtNanos : nowNanos;
    if (full + nanosPerVisit - nowNanos > burstNanos) {
      return false;
    }
    fullAtNanos = full + nanosPerVisit;
    return true;
  }
}
