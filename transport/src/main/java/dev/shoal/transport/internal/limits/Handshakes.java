package dev.shoal.transport.internal.limits;

import dev.shoal.transport.TokenBucket;
import dev.shoal.transport.TrafficLimits;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose TLS handshakes are computed: so many a second and so many at a time, of one address
 * and of all. Half of what all may have in a second is kept for addresses that seldom dial, so that
 * some that dial all the time do not keep everybody else out. Thread-safe.
 */
public final class Handshakes {
  private final int mostOpen;
  private final LongSupplier nanoClock;
  private final @Nullable TokenBucket rate;
  private final @Nullable TokenBucket keptForSeldom;
  private int open;

  /** None is open. */
  public Handshakes(TrafficLimits limits, LongSupplier nanoClock) {
    this.mostOpen = limits.openHandshakes();
    this.nanoClock = nanoClock;
    int kept = limits.handshakes() / 2;
    this.rate = Buckets.ofSecond(limits.handshakes() - kept, nanoClock.getAsLong());
    this.keptForSeldom = Buckets.ofSecond(kept, nanoClock.getAsLong());
  }

  /**
   * Begins a handshake.
   *
   * @param share of the other side's address
   * @return whether it may go on; then {@link #end} is to follow
   */
  public boolean begin(AddressShare share) {
    if (share.group == null) {
      return true;
    }
    long now = nanoClock.getAsLong();
    if (!share.beginHandshake(now)) {
      return false;
    }
    synchronized (this) {
      if ((mostOpen == 0 || open < mostOpen) && takeTurn(share, now)) {
        open++;
        return true;
      }
    }
    share.endHandshake();
    return false;
  }

  private boolean takeTurn(AddressShare share, long now) {
    if (rate == null) {
      return true;
    }
    if (keptForSeldom != null && keptForSeldom.has(now) && share.takeSeldom(now)) {
      return keptForSeldom.take(now);
    }
    return rate.take(now);
  }

  /** A handshake is over, one way or the other. */
  public void end(AddressShare share) {
    if (share.group != null) {
      share.endHandshake();
      synchronized (this) {
        open--;
      }
    }
  }
}
