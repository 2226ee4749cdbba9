package dev.shoal.peer.service.watch;

import java.util.concurrent.TimeUnit;

/** How long to wait between two scans of a folder. */
final class ScanPace {
  private static final long BLIND_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A scan that takes a second is followed by none for 99 seconds. */
  private static final int REST_PER_SCAN = 99;

  private final long nanos;

  /**
   * @param nanos between scans, if they are quick and the system tells of changes
   */
  ScanPace(long nanos) {
    this.nanos = nanos;
  }

  /**
   * How long to wait now.
   *
   * @param tookNanos what the last scan took
   * @param hints whether the system tells of all changes in between
   */
  long rest(long tookNanos, boolean hints) {
    return Math.max(hints ? nanos : Math.min(nanos, BLIND_NANOS), REST_PER_SCAN * tookNanos);
  }
}
