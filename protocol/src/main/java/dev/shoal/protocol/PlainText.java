package dev.shoal.protocol;

/** Makes text from elsewhere safe to show on a terminal, in a log line or a page title. */
public final class PlainText {
  private PlainText() {}

  private static final int LONGEST = 1024;

  /**
   * The text with everything replaced by U+FFFD that could move a cursor, start an escape sequence,
   * break a line or turn the reading direction (control, format, surrogate, line and paragraph
   * separators), and cut after 1,024 characters.
   */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(Math.min(text.length(), LONGEST));
    text.codePoints()
        .limit(LONGEST)
        .map(c -> isPrintable(c) ? c : 0xFFFD)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
