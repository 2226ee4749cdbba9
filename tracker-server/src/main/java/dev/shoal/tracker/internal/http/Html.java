package dev.shoal.tracker.internal.http;

import dev.shoal.protocol.PlainText;

/** Writes HTML in which text from elsewhere is nothing but text. */
final class Html {
  private final StringBuilder out = new StringBuilder(8 * 1024);

  /** Markup, from the program itself. */
  Html markup(String markup) {
    out.append(markup);
    return this;
  }

  /** Text, from anywhere. */
  Html text(String text) {
    PlainText.of(text)
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(c);
              }
            });
    return this;
  }

  /** An element with nothing but text. */
  Html element(String name, String text) {
    return markup("<" + name + ">").text(text).markup("</" + name + ">\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
