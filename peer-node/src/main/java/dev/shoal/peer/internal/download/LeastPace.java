package dev.shoal.peer.internal.download;

import java.time.Duration;

/**
 * Tells whether bytes come fast enough for waiting to be worth it. A plain object of one thread.
 */
final class LeastPace {
  /** So many within the time are enough. */
  static final int BYTES = 16 << 10;

  private final long mostNanos;
  private long sinceNanos;
  private int bytes;

  /**
   * @param most how long they may take
   * @param nowNanos of a clock that may stand still when nothing is expected
   */
  LeastPace(Duration most, long nowNanos) {
    mostNanos = most.toNanos();
    sinceNanos = nowNanos;
  }

  /**
   * Some came.
   *
   * @return whether there were enough since it last was so
   */
  boolean arrived(int count, long nowNanos) {
    bytes += count;
    if (bytes < BYTES) {
      return false;
    }
    bytes = 0;
    sinceNanos = nowNanos;
    return true;
  }

  /** Whether there were not enough within the time. */
  boolean isTooSlow(long nowNanos) {
    return nowNanos - sinceNanos >= mostNanos;
  }
}
