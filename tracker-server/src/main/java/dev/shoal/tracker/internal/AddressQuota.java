package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts sessions by the address they come from, and holds each address to a limit. */
final class AddressQuota {
  private final int limit;
  private final Map<InetAddress, Integer> counts = new HashMap<>();

  AddressQuota(int limit) {
    this.limit = limit;
  }

  /**
   * Counts one more.
   *
   * @throws ProtocolException with {@link ErrorCode#LIMIT_EXCEEDED} if the address has its fill
   */
  void acquire(InetAddress host) throws ProtocolException {
    int count = counts.getOrDefault(host, 0);
    if (count >= limit) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "your address has " + count + " sessions already, the most this tracker allows");
    }
    counts.put(host, count + 1);
  }

  /**
   * Counts one that came from one address for another.
   *
   * @throws ProtocolException as {@link #acquire}; then nothing has changed
   */
  void move(InetAddress from, InetAddress to) throws ProtocolException {
    if (!from.equals(to)) {
      acquire(to);
      release(from);
    }
  }

  /** Counts one less. */
  void release(InetAddress host) {
    counts.computeIfPresent(host, (key, count) -> count == 1 ? null : count - 1);
  }
}
