package dev.shoal.peer.internal.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses of the public Internet from all others, by IANA's registries. */
final class PublicAddresses {
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final int V4_LENGTH = 4;

  private PublicAddresses() {}

  /** Whether nothing can be dialled there: multicast, broadcast and reserved addresses. */
  static boolean isUseless(InetAddress address) {
    InetAddress plain = embedded(address);
    return plain.isMulticastAddress()
        || (plain instanceof Inet4Address && (plain.getAddress()[0] & 0xF0) == 0xF0);
  }

  /** Whether an address is one that anybody on the Internet would reach under it. */
  static boolean isPublic(InetAddress address) {
    InetAddress plain = embedded(address);
    if (plain.isAnyLocalAddress()
        || plain.isLoopbackAddress()
        || plain.isLinkLocalAddress()
        || plain.isSiteLocalAddress()
        || isUseless(plain)) {
      return false;
    }
    return plain instanceof Inet6Address
        ? isPublic6(plain.getAddress())
        : isPublic4(plain.getAddress());
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    int third = bytes[2] & 0xFF;
    return switch (first) {
      case 0 -> false;
      case 100 -> second < 64 || second > 127; // shared by a carrier's customers
      case 192 ->
          !(second == 0 && (third == 0 || third == 2)) // protocols, documentation
              && !(second == 88 && third == 99); // relays of 6to4
      case 198 -> !(second == 18 || second == 19 || (second == 51 && third == 100));
      case 203 -> !(second == 0 && third == 113);
      default -> true;
    };
  }

  /** Only 2000::/3 is in use, and of that not what is for protocols and documentation. */
  private static boolean isPublic6(byte[] bytes) {
    boolean documentation =
        bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && (bytes[3] & 0xFF) == 0xB8;
    boolean protocols = bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] & 0xFE) == 0;
    return (bytes[0] & 0xE0) == 0x20 && !documentation && !protocols;
  }

  /** The IPv4 address in one that stands for it: mapped, compatible, of NAT64 or 6to4. */
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    int length = bytes.length;
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    boolean compatible =
        isZero(bytes, 0, length - V4_LENGTH) && !isZero(bytes, length - V4_LENGTH, length - 1);
    boolean mapped = isZero(bytes, 0, 10) && bytes[10] == (byte) 0xFF && bytes[11] == (byte) 0xFF;
    if (sixToFour) {
      return v4(bytes, 2);
    }
    return mapped || compatible || Arrays.equals(NAT64, Arrays.copyOf(bytes, NAT64.length))
        ? v4(bytes, length - V4_LENGTH)
        : address;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress v4(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + V4_LENGTH));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
