package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something is to be listened at, as given on the command line.
 *
 * @param socket port 0: any that is free
 */
record ListenAddress(InetSocketAddress socket) {
  private static final Pattern FORM =
      Pattern.compile("(?:(?:\\[([^\\[\\]]+)]|([^:\\[\\]]+)):)?(\\d{1,5})");

  private static final String EVERYWHERE = "*";

  /** Any port of the loopback address. */
  static final ListenAddress LOCAL = new ListenAddress(loopback(0));

  /**
   * Reads {@code ADDRESS:PORT}, {@code [IPV6]:PORT}, {@code *:PORT} for all addresses, or {@code
   * PORT} for the loopback one.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static ListenAddress parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 0xFFFF) {
      throw new IllegalArgumentException(
          "where to listen is ADDRESS:PORT, *:PORT for all addresses, or PORT for this machine"
              + " alone, not: "
              + PlainText.of(text));
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    int port = Integer.parseInt(matcher.group(3));
    if (host == null) {
      return new ListenAddress(loopback(port));
    }
    return new ListenAddress(
        host.equals(EVERYWHERE)
            ? new InetSocketAddress(port)
            : new InetSocketAddress(address(host), port));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("there is no host " + PlainText.of(host), e);
    }
  }
}
