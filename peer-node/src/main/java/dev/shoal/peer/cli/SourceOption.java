package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to fetch from, as given on the command line: a peer, or a web server.
 *
 * @param text as given
 * @param peer null if it is none
 * @param url null if it is none
 */
record SourceOption(String text, @Nullable InetSocketAddress peer, @Nullable URI url) {
  /**
   * Reads {@code HOST:PORT}, {@code [IPV6]:PORT} or a URL.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static SourceOption parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
      return new SourceOption(text, Converters.source(text), null);
    }
    try {
      URI url = new URI(text);
      if (url.getHost() == null) {
        throw new IllegalArgumentException("this URL names no host: " + PlainText.of(text));
      }
      return new SourceOption(text, null, url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("this is no URL: " + PlainText.of(text), e);
    }
  }
}
