package dev.shoal.peer.internal.web;

import dev.shoal.protocol.FileNames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells a browser to keep a file, and under which name, as RFC 6266 has it. */
final class Disposition {
  private static final String PLAIN = "!#$&+-.^_`|~";

  private Disposition() {}

  /**
   * The value of Content-Disposition.
   *
   * @param fallback a safe name, for when nothing is left of the other
   */
  static String of(String name, String fallback) {
    String safe = FileNames.safe(name, fallback);
    return "attachment; filename=\"" + ascii(safe) + "\"; filename*=UTF-8''" + encoded(safe);
  }

  /** For who knows nothing else; without what some decode and others don't. */
  private static String ascii(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .map(each -> each < ' ' || each > '~' || "\"\\%".indexOf(each) >= 0 ? '_' : each)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static String encoded(String name) {
    StringBuilder text = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xFF);
      if (isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0) {
        text.append(character);
      } else {
        text.append(String.format(Locale.ROOT, "%%%02X", each & 0xFF));
      }
    }
    return text.toString();
  }

  private static boolean isLetterOrDigit(char each) {
    return (each >= '0' && each <= '9')
        || (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z');
  }
}
