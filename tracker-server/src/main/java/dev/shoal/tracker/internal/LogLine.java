package dev.shoal.tracker.internal;

import dev.shoal.protocol.PlainText;

/**
 * A line of the log for machines and people: {@code event=NAME key=value ...}. A value with blanks
 * or quotes stands in quotes.
 */
public final class LogLine {
  private final StringBuilder line;

  private LogLine(String event) {
    line = new StringBuilder("event=").append(event);
  }

  /** The line of that event. */
  public static LogLine of(String event) {
    return new LogLine(event);
  }

  /** Adds what is to be known of it. */
  public LogLine with(String key, Object value) {
    String text = PlainText.of(value.toString());
    line.append(' ').append(key).append('=');
    if (text.isEmpty() || text.chars().anyMatch(c -> c == ' ' || c == '"' || c == '=')) {
      line.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    } else {
      line.append(text);
    }
    return this;
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
