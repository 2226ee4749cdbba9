package dev.shoal.transport;

import java.util.concurrent.TimeUnit;

/**
 * Lets so much through in a second, and a burst at once after a pause: never more than burst + rate
 * × time. Exact in integers. Not thread-safe.
 */
public final class TokenBucket {
  /** Highest rate, and largest burst, that is counted exactly. */
  public static final long MAX_RATE = 1L << 32;

  /** A token is this many units, so that each nanosecond brings as many units as the rate says. */
  private static final long TOKEN = TimeUnit.SECONDS.toNanos(1);

  private final long perSecond;
  private final long capacity;
  private long units;
  private long asOfNanos;

  /**
   * A full bucket.
   *
   * @param perSecond tokens that flow in each second, 1 to {@link #MAX_RATE}
   * @param burst tokens that it holds, 1 to {@link #MAX_RATE}
   */
  public TokenBucket(long perSecond, long burst, long nowNanos) {
    if (perSecond < 1 || perSecond > MAX_RATE || burst < 1 || burst > MAX_RATE) {
      throw new IllegalArgumentException(
          "no bucket holds " + burst + " tokens and gains " + perSecond + " a second");
    }
    this.perSecond = perSecond;
    this.capacity = burst * TOKEN;
    this.units = capacity;
    this.asOfNanos = nowNanos;
  }

  /** Takes a token, or returns false if there is none. */
  public boolean take(long nowNanos) {
    if (!has(nowNanos)) {
      return false;
    }
    units -= TOKEN;
    return true;
  }

  /** Whether there is a token. */
  public boolean has(long nowNanos) {
    refill(nowNanos);
    return units >= TOKEN;
  }

  /** Takes tokens whether they are there or not: what is missing has to flow in first. */
  public void charge(long tokens, long nowNanos) {
    refill(nowNanos);
    units = Math.max(units - Math.min(tokens, MAX_RATE) * TOKEN, -MAX_RATE * TOKEN);
  }

  /** How long until nothing is missing any more; 0 if nothing is. */
  public long nanosInDebt(long nowNanos) {
    refill(nowNanos);
    return units >= 0 ? 0 : (-units + perSecond - 1) / perSecond;
  }

  /** Whether it holds as much as it can: then it is as good as a new one. */
  public boolean isFull(long nowNanos) {
    refill(nowNanos);
    return units == capacity;
  }

  private void refill(long nowNanos) {
    long elapsed = nowNanos - asOfNanos;
    if (elapsed <= 0) {
      return;
    }
    asOfNanos = nowNanos;
    long missing = capacity - units;
    units = elapsed > missing / perSecond ? capacity : units + elapsed * perSecond;
  }
}
