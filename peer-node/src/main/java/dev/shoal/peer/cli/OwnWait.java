package dev.shoal.peer.cli;

import dev.shoal.peer.service.DownloadInfo;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long one command waits for a download that somebody asked for before, and that waits longer:
 * no longer than the command was told. One that has begun is followed to its end. Thread-safe.
 */
final class OwnWait {
  /** Nanoseconds can still count it. */
  private static final long MOST_SECONDS = 1_000_000_000;

  /** Who is there is found in it, and where the node waits no longer, it comes first. */
  private static final long GRACE_SECONDS = 2;

  private final long seconds;
  private final LongSupplier nanos;
  private final long sinceNanos;
  private final boolean joined;
  private volatile boolean begun;

  /**
   * @param seconds negative: for ever
   * @param joined whether it was asked for before; of any other the node itself keeps the time
   * @param nanos a clock that never goes back
   */
  OwnWait(long seconds, boolean joined, LongSupplier nanos) {
    this.seconds = Math.min(seconds, MOST_SECONDS);
    this.joined = joined;
    this.nanos = nanos;
    this.sinceNanos = nanos.getAsLong();
  }

  /** Whether it has waited for long enough. */
  boolean isUp(DownloadInfo now) {
    if (now.state() == DownloadInfo.State.DOWNLOADING) {
      begun = true;
    }
    return joined
        && !begun
        && seconds >= 0
        && now.state() == DownloadInfo.State.WAITING
        && nanos.getAsLong() - sinceNanos >= TimeUnit.SECONDS.toNanos(seconds + GRACE_SECONDS);
  }
}
