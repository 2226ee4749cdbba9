package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.IntegrityException;
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

  /** While there is no manifest: why to give up now, or empty to go on. */
  Optional<ShoalException> searching(boolean fruitless, ShoalException verdict, long nowNanos) {
    return fruitless && hasWaited(waitFor, nowNanos) ? Optional.of(verdict) : Optional.empty();
  }

  /**
   * While chunks are fetched: why to give up now, or empty to go on.
   *
   * @param fruitless whether no source is connected or being tried
   * @param verdict why that is so
   */
  Optional<ShoalException> fetching(
      boolean fruitless, ShoalException verdict, Tally tally, long nowNanos) {
    if (!fruitless) {
      return hasWaited(stall, nowNanos) ? Optional.of(stalled()) : Optional.empty();
    }
    boolean tried = tally.fetchedBytes() > 0 && !(verdict instanceof IntegrityException);
    Duration bearable = tally.hasDelivered() || tried ? stall : waitFor;
    return hasWaited(bearable, nowNanos) ? Optional.of(verdict) : Optional.empty();
  }

  private boolean hasWaited(Duration time, long nowNanos) {
    return nowNanos - sinceNanos >= time.toNanos();
  }

  private ShoalException stalled() {
    return new UnreachableException(
        "no source has sent anything of use for " + stall.toSeconds() + " s", null);
  }
}
