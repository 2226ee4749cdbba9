package dev.shoal.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The addresses that count as one where limits are kept per address: a single IPv4 address, or the
 * 2⁶⁴ addresses of an IPv6 /64, of which a single machine may have as many as it likes.
 *
 * @param key differs between groups
 */
public record AddressGroup(long key) {
  /**
   * In place of the first half of an IPv6 address; that would be a multicast one, hence nobody's.
   */
  private static final long V4 = 0xFFFF_0000_0000_0000L;

  /** The group of an address. */
  public static AddressGroup of(InetAddress host) {
    ByteBuffer bytes = ByteBuffer.wrap(host.getAddress());
    return new AddressGroup(
        host instanceof Inet4Address
            ? V4 | Integer.toUnsignedLong(bytes.getInt())
            : bytes.getLong());
  }
}
