package dev.shoal.transport.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings socket addresses into one form, so that equal ends compare equal and people can read them.
 */
public final class Addresses {
  private static final byte[] ANY_V6 = new byte[16];

  /** What the native transports put before the system's own words. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^(io_uring )?\\w+\\(.*?\\) failed( with error\\(-?\\d+\\))?: ");

  private Addresses() {}

  /** The address with an IPv4-mapped host as IPv4 and without an IPv6 scope. */
  public static InetSocketAddress normalised(SocketAddress address) {
    InetSocketAddress socket = (InetSocketAddress) address;
    // The bytes alone: getByAddress turns a mapped address into IPv4 and knows no scope.
    return new InetSocketAddress(of(socket.getAddress().getAddress()), socket.getPort());
  }

  /** The wildcard address as IPv6, which takes both families, where this machine has IPv6. */
  public static InetSocketAddress dualStack(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return host != null && host.isAnyLocalAddress() && hasIpv6()
        ? new InetSocketAddress(of(ANY_V6), address.getPort())
        : address;
  }

  /** HOST:PORT, IPv6 in brackets. */
  public static String text(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    if (host == null) {
      return address.getHostString() + ":" + address.getPort();
    }
    String text = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + text + "]" : text) + ":" + address.getPort();
  }

  /** What the root of a chain of causes says, in the system's own words as far as it has any. */
  public static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown";
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : SYSTEM_CALL.matcher(message).replaceFirst("");
  }

  private static boolean hasIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(Inet6Address.class::isInstance);
    } catch (SocketException e) {
      return false;
    }
  }

  private static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }
}
