package dev.shoal.tracker.internal.access.group;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.login.Pace;
import dev.shoal.tracker.internal.access.login.Paces;
import dev.shoal.transport.AddressGroup;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How many groups one address may make: accounts cost little, and names are given to whoever comes
 * first.
 */
public final class FoundingPace {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MAX_ADDRESSES = 4096;

  private final Paces<AddressGroup> paces;
  private final Predicate<InetAddress> limited;
  private final LongSupplier nowNanos;

  /**
   * So many an hour, and as many at once after a pause.
   *
   * @param limited for which addresses it holds
   * @param nowNanos of any origin, never running backwards
   */
  public FoundingPace(int perHour, Predicate<InetAddress> limited, LongSupplier nowNanos) {
    this.paces = new Paces<>(new Pace(perHour, HOUR.dividedBy(perHour)), MAX_ADDRESSES);
    this.limited = limited;
    this.nowNanos = nowNanos;
  }

  /**
   * Counts a group that is to be made.
   *
   * @throws ProtocolException with {@link ErrorCode#BUSY} if the address has to wait
   */
  void count(InetAddress host) throws ProtocolException {
    if (!limited.test(host)) {
      return;
    }
    long now = nowNanos.getAsLong();
    AddressGroup address = AddressGroup.of(host);
    long wait = paces.nanosToWait(address, 1, now);
    if (wait > 0) {
      throw new ProtocolException(
          ErrorCode.BUSY,
          "your address makes too many groups; try again in "
              + (Duration.ofNanos(wait).toSeconds() + 1)
              + " s");
    }
    paces.done(address, 1, now);
  }
}
