package dev.shoal.tracker.internal.access.audit;

import java.time.Instant;
import java.util.Map;

/**
 * A line of the audit log: one JSON object of strings. Whatever the strings hold, it is printable
 * ASCII on one line: nothing in it can begin another line, or move a terminal's cursor.
 */
final class AuditLine {
  private static final int LONGEST_VALUE = 256;

  private AuditLine() {}

  static String of(long nowMillis, String event, Map<String, String> details) {
    StringBuilder line = new StringBuilder("{");
    member(line, "time", Instant.ofEpochMilli(nowMillis).toString());
    member(line, "event", event);
    details.forEach((name, value) -> member(line, name, value));
    return line.append('}').toString();
  }

  private static void member(StringBuilder line, String name, String value) {
    if (line.length() > 1) {
      line.append(',');
    }
    string(line, name);
    line.append(':');
    string(line, value);
  }

  private static void string(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < Math.min(text.length(), LONGEST_VALUE); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        line.append(c);
      } else {
        line.append(String.format("\\u%04x", (int) c));
      }
    }
    line.append('"');
  }
}
