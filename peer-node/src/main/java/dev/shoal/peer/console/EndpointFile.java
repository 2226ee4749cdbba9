package dev.shoal.peer.console;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where a running node's local API is, as it lies in the data directory. Immutable.
 *
 * @param address a loopback address, {@code host:port}: for programs on this machine
 * @param page URL of the page, without the token
 * @param token that lets one use it
 */
record EndpointFile(String address, String page, String token) {
  EndpointFile {
    Objects.requireNonNull(page);
    loopback(address);
    Token.parse(token);
  }

  /** The address to dial. */
  InetSocketAddress socketAddress() {
    return loopback(address);
  }

  /** The page, with what lets one use it; a browser sends no server what comes after the hash. */
  String link() {
    return page + "#token=" + token;
  }

  /** Nothing is looked up: what is no address of this machine itself is refused. */
  private static InetSocketAddress loopback(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("an address and a port are expected");
    }
    try {
      InetAddress literal = InetAddress.getByAddress(bytes);
      if (!literal.isLoopbackAddress()) {
        throw new IllegalArgumentException("a loopback address is expected");
      }
      return new InetSocketAddress(literal, Integer.parseInt(address.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address and a port are expected", e);
    }
  }

  @Override
  public String toString() {
    return "EndpointFile[" + address + "]";
  }
}
