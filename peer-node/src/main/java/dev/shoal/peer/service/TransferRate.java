package dev.shoal.peer.service;

import java.util.concurrent.TimeUnit;

/**
 * Bytes per second over some seconds, of a counter that is looked at now and then. Of one thread.
 */
final class TransferRate {
  private static final int LOOKS = 6;

  private final long[] counts = new long[LOOKS];
  private final long[] times = new long[LOOKS];
  private int looks;

  /** The counter stands so. Times must not go back. */
  void look(long count, long nowNanos) {
    counts[looks % LOOKS] = count;
    times[looks % LOOKS] = nowNanos;
    looks++;
  }

  /** Between the oldest and the latest look that are kept. */
  long perSecond() {
    if (looks < 2) {
      return 0;
    }
    int last = (looks - 1) % LOOKS;
    int first = looks > LOOKS ? looks % LOOKS : 0;
    long nanos = times[last] - times[first];
    return nanos <= 0
        ? 0
        : Math.round((double) (counts[last] - counts[first]) * TimeUnit.SECONDS.toNanos(1) / nanos);
  }
}
