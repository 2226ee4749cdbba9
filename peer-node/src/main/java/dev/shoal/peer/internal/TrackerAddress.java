package dev.shoal.peer.internal;

import dev.shoal.protocol.PlainText;
import java.net.InetSocketAddress;

/**
 * Where a tracker is, as a person wrote it; looked up anew at every attempt. Immutable.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record TrackerAddress(String host, int port) {
  /** The port where none is given. */
  public static final int DEFAULT_PORT = 7070;

  /**
   * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static TrackerAddress parse(String text) {
    String host = text;
    String port = "";
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[") && text.contains("]")) {
      int end = text.indexOf(']');
      host = text.substring(1, end);
      port = text.substring(end + 1);
      if (!port.isEmpty() && !port.startsWith(":")) {
        throw malformed(text);
      }
      port = port.isEmpty() ? "" : port.substring(1);
    } else if (colon >= 0 && colon == text.indexOf(':')) {
      host = text.substring(0, colon);
      port = text.substring(colon + 1);
    }
    if (host.isBlank() || (text.endsWith(":") && !text.contains("::"))) {
      throw malformed(text);
    }
    return new TrackerAddress(host, port.isEmpty() ? DEFAULT_PORT : number(port, text));
  }

  /** Looks the host up; blocks. The result is unresolved if it is not known. */
  InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  private static int number(String port, String text) {
    try {
      int number = Integer.parseInt(port);
      if (number >= 1 && number <= 0xFFFF) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(malformed(text).getMessage(), e);
    }
    throw malformed(text);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "a tracker is HOST:PORT with a port from 1 to 65535, not: " + PlainText.of(text));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
