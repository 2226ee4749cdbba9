package dev.shoal.peer.service;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Where others get a node's public files over HTTP.
 *
 * @param text ends with a slash
 */
record FilesUrl(String text) {
  /**
   * Of files at such an address; if that is any, an address of this machine that others can use.
   */
  static FilesUrl at(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String name = literal(host == null || host.isAnyLocalAddress() ? ofThisMachine() : host);
    return new FilesUrl("http://" + name + ":" + address.getPort() + "/files/");
  }

  /** Of one file. */
  String of(String fileId, String name) {
    return text
        + fileId
        + "/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String literal(InetAddress host) {
    String address = host.getHostAddress();
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    return host instanceof Inet6Address ? "[" + plain + "]" : plain;
  }

  private static InetAddress ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> address instanceof Inet6Address))
          .orElseGet(InetAddress::getLoopbackAddress);
    } catch (SocketException e) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
