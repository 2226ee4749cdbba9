package dev.shoal.peer.service;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.protocol.PlainText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a download is to look besides: nodes, and web servers.
 *
 * @param peers {@code host:port} each
 */
record Sources(List<String> peers, List<URI> urls) {
  private static final int MOST_PEERS = 64;
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]/]+)):(\\d{1,5})");

  /**
   * Reads what a request names; does not block.
   *
   * @throws IllegalArgumentException if one makes no sense
   */
  static Sources parse(List<String> texts) {
    List<String> peers = new ArrayList<>();
    List<URI> urls = new ArrayList<>();
    for (String text : texts) {
      if (text.regionMatches(true, 0, "http://", 0, 7)
          || text.regionMatches(true, 0, "https://", 0, 8)) {
        urls.add(url(text));
      } else {
        port(matched(text));
        peers.add(text);
      }
    }
    if (peers.size() > MOST_PEERS) {
      throw new IllegalArgumentException(
          "at most " + MOST_PEERS + " nodes may be given as sources");
    }
    Sources sources = new Sources(List.copyOf(peers), List.copyOf(urls));
    DownloadOptions.defaults().withHttpSources(sources.urls); // checks them
    return sources;
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + PlainText.of(text), e);
    }
  }

  private static Matcher matched(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a source is HOST:PORT or a URL, not: " + PlainText.of(text));
    }
    return matcher;
  }

  private static int port(Matcher matcher) {
    int port = Integer.parseInt(matcher.group(3));
    if (port < 1 || port > 0xFFFF) {
      throw new IllegalArgumentException("a port is from 1 to 65535, not " + port);
    }
    return port;
  }

  /** The nodes' addresses, as far as there are such hosts; blocks. */
  List<InetSocketAddress> lookUp() {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String peer : peers) {
      Matcher matcher = matched(peer);
      String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      try {
        addresses.add(new InetSocketAddress(InetAddress.getByName(host), port(matcher)));
      } catch (UnknownHostException e) {
        // perhaps the next time
      }
    }
    return addresses;
  }
}
