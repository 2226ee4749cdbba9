package dev.shoal.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Socket addresses as they travel: 4 or 16 bytes of address and 2 of port, big-endian (BEP 23, BEP
 * 7).
 */
public final class PackedAddress {
  private PackedAddress() {}

  /** Bytes of an IPv4 address with its port. */
  public static final int V4_LENGTH = 6;

  /** Bytes of an IPv6 address with its port. */
  public static final int V6_LENGTH = 18;

  /** The packed form, 6 or 18 bytes; an IPv4-mapped IPv6 address becomes IPv4. */
  public static byte[] pack(InetAddress host, int port) {
    byte[] address = host.getAddress();
    return ByteBuffer.allocate(address.length + 2).put(address).putShort((short) port).array();
  }

  /**
   * Reads addresses of one family.
   *
   * @param packed one after another
   * @param length {@link #V4_LENGTH} or {@link #V6_LENGTH}
   * @return one per address, in order; those with port 0 are left out
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if a part of one is left over
   */
  public static List<InetSocketAddress> unpack(ByteBuffer packed, int length)
      throws ProtocolException {
    if (packed.remaining() % length != 0) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          packed.remaining() + " bytes of addresses are no multiple of " + length);
    }
    List<InetSocketAddress> addresses = new ArrayList<>(packed.remaining() / length);
    byte[] host = new byte[length - 2];
    while (packed.hasRemaining()) {
      packed.get(host);
      int port = packed.getShort() & 0xFFFF;
      if (port != 0) {
        addresses.add(new InetSocketAddress(byAddress(host), port));
      }
    }
    return addresses;
  }

  private static InetAddress byAddress(byte[] host) {
    try {
      return InetAddress.getByAddress(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }
}
