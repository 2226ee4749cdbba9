package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a download goes on without anything happening. A plain object of one thread.
 *
 * <p>Sources that all went away may come back, and are waited for as long as a stall may last. Ones
 * that never were there, or only lied, are waited for only if that was asked for.
 */
final class Patience {
  private final Duration waitFor;
  private final Duration stall;
  private long sinceNanos;

  Patience(DownloadOptions options, long nowNanos) {
    waitFor = options.waitFor();
    stall = options.stall();
    sinceNanos = nowNanos;
  }

  /** Something good happened. */
  void renew(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /**
   * Without sources, connected or being tried: whether it has lasted long enough.
   *
   * @param lie whether that is because one lied
   */
  boolean isOver(Tally tally, boolean lie, long nowNanos) {
    boolean tried = tally.fetchedBytes() > 0 && !lie;
    return hasWaited(tally.hasDelivered() || tried ? stall : waitFor, nowNanos);
  }

  /** With sources, of which chunks are wanted: why to give up now, or empty to go on. */
  Optional<ShoalException> stalled(long nowNanos) {
    return hasWaited(stall, nowNanos) ? Optional.of(stalled()) : Optional.empty();
  }

  /** Without sources but with URLs that may yet give it: whether it has lasted long enough. */
  boolean isUsedUp(long nowNanos) {
    return hasWaited(stall, nowNanos) && hasWaited(waitFor, nowNanos);
  }

  private boolean hasWaited(Duration time, long nowNanos) {
    return nowNanos - sinceNanos >= time.toNanos();
  }

  private ShoalException stalled() {
    return new UnreachableException(
        "no source has sent anything of use for " + stall.toSeconds() + " s", null);
  }
}
