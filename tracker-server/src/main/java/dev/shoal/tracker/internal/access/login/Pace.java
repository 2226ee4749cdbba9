package dev.shoal.tracker.internal.access.login;

import java.time.Duration;

/**
 * How often something may be done: so many times at once, then one each so often. In time t never
 * more than burst + t / interval. What is remembered of each is one moment: the one at which it is
 * as if nothing had ever been done.
 *
 * @param burst times at once, at least 1
 * @param interval between two after those
 */
public record Pace(int burst, Duration interval) {
  /** What is done at once is made up for within that: it is counted in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Checks the bounds. */
  public Pace {
    if (burst < 1
        || interval.isNegative()
        || interval.isZero()
        || interval.compareTo(LONGEST.dividedBy(burst)) > 0) {
      throw new IllegalArgumentException(
          "at least one at once, not all at no time, and none a year later");
    }
  }

  /** So many a second. */
  public static Pace perSecond(int rate, int burst) {
    return new Pace(burst, Duration.ofSeconds(1).dividedBy(rate));
  }

  /**
   * How long to wait until so many more may be done; 0: not at all.
   *
   * @param restNanos what is remembered, {@code nowNanos} where nothing is
   */
  long nanosToWait(long restNanos, int times, long nowNanos) {
    long done = Math.max(0, restNanos - nowNanos);
    long room = interval.toNanos() * (burst - times);
    return Math.max(0, done - room);
  }

  /** What is to be remembered once so many more are done. */
  long done(long restNanos, int times, long nowNanos) {
    return nowNanos + Math.max(0, restNanos - nowNanos) + interval.toNanos() * times;
  }

  /** How long until nothing needs to be remembered, after as many as there may be. */
  Duration memory() {
    return interval.multipliedBy(burst);
  }
}
