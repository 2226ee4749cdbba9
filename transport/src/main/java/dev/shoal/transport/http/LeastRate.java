package dev.shoal.transport.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether the other side, in the time that it is waited for, is as fast as it must be: counted over
 * windows of a length, so that it does not live on what it did before. A plain object of one
 * thread.
 */
final class LeastRate {
  private final long windowNanos;
  private final long leastBytes;
  private long bytes;
  private long waitedNanos;
  private long sinceNanos;
  private boolean waiting;

  /**
   * @param bytesPerSecond at least
   * @param window over which it is counted
   */
  LeastRate(int bytesPerSecond, Duration window) {
    this.windowNanos = window.toNanos();
    this.leastBytes =
        Math.max(1, (long) (bytesPerSecond * (windowNanos / (double) TimeUnit.SECONDS.toNanos(1))));
  }

  /** The other side is waited for from now on. */
  void begin(long nowNanos) {
    if (!waiting) {
      waiting = true;
      sinceNanos = nowNanos;
    }
  }

  /** It is not waited for any more. */
  void end(long nowNanos) {
    if (waiting) {
      waiting = false;
      waitedNanos += nowNanos - sinceNanos;
    }
  }

  /** So many bytes have passed. */
  void add(long count) {
    bytes += count;
  }

  /** How long until the window is over, if it is waited for that long; may be negative. */
  long nanosLeft(long nowNanos) {
    return windowNanos - waitedNanos - (waiting ? nowNanos - sinceNanos : 0);
  }

  /** Whether a window is over and too little has passed in it. A new one begins when one is. */
  boolean isTooSlow(long nowNanos) {
    if (nanosLeft(nowNanos) > 0) {
      return false;
    }
    boolean slow = bytes < leastBytes;
    bytes = 0;
    waitedNanos = 0;
    sinceNanos = nowNanos;
    return slow;
  }
}
