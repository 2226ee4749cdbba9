package dev.shoal.protocol;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link to a file: {@code shoal:<fileId>?n=<name>&t=<tracker host:port>}; both parameters
 * optional, the second one may be repeated, percent-encoded UTF-8. Immutable.
 *
 * @param fileId what to fetch
 * @param name what somebody calls it, a claim; null if the link has none
 * @param trackers {@code host:port} of each where sources may be asked for, the preferred one first
 */
public record ShoalLink(FileId fileId, @Nullable String name, List<String> trackers) {
  /** Most trackers that a link names; more are ignored. */
  public static final int MOST_TRACKERS = 16;

  private static final String SCHEME = "shoal:";

  /** As the text form will have it. */
  public ShoalLink {
    trackers = List.copyOf(trackers);
  }

  /** Whether the text claims to be such a link. */
  public static boolean looksLike(String text) {
    return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * Reads the text form; unknown parameters are ignored, of repeated names the first counts.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  public static ShoalLink parse(String text) {
    if (!looksLike(text)) {
      throw new IllegalArgumentException("a link begins with shoal:, not: " + PlainText.of(text));
    }
    String rest = text.substring(SCHEME.length());
    int query = rest.indexOf('?');
    FileId fileId = FileId.parse(query < 0 ? rest : rest.substring(0, query));
    String name = null;
    List<String> trackers = new ArrayList<>();
    for (String parameter : query < 0 ? new String[0] : rest.substring(query + 1).split("&", -1)) {
      if (parameter.startsWith("n=") && name == null) {
        name = decode(parameter.substring(2));
      } else if (parameter.startsWith("t=") && trackers.size() < MOST_TRACKERS) {
        trackers.add(decode(parameter.substring(2)));
      }
    }
    return new ShoalLink(fileId, name, trackers);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(SCHEME).append(fileId);
    char separator = '?';
    if (name != null) {
      text.append(separator).append("n=").append(encode(name));
      separator = '&';
    }
    for (String tracker : trackers) {
      text.append(separator).append("t=").append(encode(tracker));
      separator = '&';
    }
    return text.toString();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%3A", ":")
        .replace("%5B", "[")
        .replace("%5D", "]");
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the link has a broken percent-escape: " + PlainText.of(value), e);
    }
  }
}
