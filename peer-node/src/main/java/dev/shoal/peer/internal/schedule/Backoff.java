package dev.shoal.peer.internal.schedule;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Delays between attempts that double in range with every failure and are spread at random.
 *
 * <p>«Full jitter» of M. Brooker, «Exponential Backoff And Jitter», AWS Architecture Blog 2015,
 * over a minimum: uniform between the minimum and min(maximum, minimum × 2ⁿ) before attempt n, so
 * that clients that failed together do not come back together.
 */
public final class Backoff {
  /** Least delay unless said otherwise: 0.5 s. */
  public static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Most delay unless said otherwise: 30 s. */
  public static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final long minNanos;
  private final long maxNanos;
  private final RandomGenerator random;
  private long rangeNanos;
  private int failures;

  /** A backoff of 0.5 s to 30 s. */
  public Backoff(RandomGenerator random) {
    this(MIN_NANOS, MAX_NANOS, random);
  }

  /**
   * A backoff between two delays.
   *
   * @throws IllegalArgumentException unless 0 &lt; minimum ≤ maximum
   */
  public Backoff(long minNanos, long maxNanos, RandomGenerator random) {
    if (minNanos <= 0 || maxNanos < minNanos) {
      throw new IllegalArgumentException("not a range of delays: " + minNanos + ".." + maxNanos);
    }
    this.minNanos = minNanos;
    this.maxNanos = maxNanos;
    this.random = random;
    rangeNanos = minNanos;
  }

  /** Delay before the next attempt, nanoseconds; counts as one more failure. */
  public long nextDelayNanos() {
    failures++;
    rangeNanos = rangeNanos > maxNanos / 2 ? maxNanos : rangeNanos * 2;
    return minNanos == rangeNanos ? minNanos : random.nextLong(minNanos, rangeNanos + 1);
  }

  /** Failures since the last success. */
  public int failures() {
    return failures;
  }

  /** A success: the next failure is the first again. */
  public void reset() {
    failures = 0;
    rangeNanos = minNanos;
  }
}
