package dev.shoal.peer.internal.trust;

import dev.shoal.protocol.PlainText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a tracker is, as a person wrote it; looked up anew at every attempt. Immutable.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record TrackerAddress(String host, int port) {
  /** The port where none is given. */
  public static final int DEFAULT_PORT = 7070;

  /** Most trackers that a node takes. */
  public static final int MOST = 16;

  /**
   * As long as a name in DNS can be, and nothing that would be no word, or a comment, in a file.
   */
  private static final String NAME = "([^\\p{Z}\\p{Cc}/\\[\\]@:#]{1,253})";

  private static final String V6 =
      "([0-9a-fA-F.]{0,32}:[0-9a-fA-F.]{0,32}:[0-9a-fA-F:.]{0,64}"
          + "(?:%[^\\p{Z}\\p{Cc}/\\[\\]]{1,64})?)";
  private static final Pattern FORM =
      Pattern.compile("(?:\\[" + V6 + "]|" + NAME + ")(?::(\\d{1,5}))?|" + V6);

  /**
   * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static TrackerAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw malformed(text);
    }
    String host =
        Stream.of(1, 2, 4).map(form::group).filter(Objects::nonNull).findFirst().orElseThrow();
    int port = form.group(3) == null ? DEFAULT_PORT : Integer.parseInt(form.group(3));
    if (port < 1 || port > 0xFFFF) {
      throw malformed(text);
    }
    return new TrackerAddress(host, port);
  }

  /**
   * Reads a list of trackers, those that are named again left out.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static List<TrackerAddress> parseAll(List<String> texts) {
    List<TrackerAddress> all = texts.stream().map(TrackerAddress::parse).distinct().toList();
    if (all.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " trackers, not " + all.size());
    }
    return all;
  }

  /** Looks the host up; blocks. The result is unresolved if it is not known. */
  public InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
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
