package dev.shoal.peer.internal.access;

import java.util.concurrent.TimeUnit;

/** So many at once, and so many in a second from then on. A plain object of one thread. */
final class Pace {
  private final int burst;
  private final long nanosEach;
  private int left;
  private long countedNanos;

  Pace(int burst, int perSecond, long nowNanos) {
    this.burst = burst;
    this.nanosEach = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.left = burst;
    this.countedNanos = nowNanos;
  }

  /** Whether one more may be had now; if so, it is. */
  boolean tryTake(long nowNanos) {
    long more = (nowNanos - countedNanos) / nanosEach;
    left = (int) Math.min(burst, left + more);
    countedNanos += more * nanosEach;
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
