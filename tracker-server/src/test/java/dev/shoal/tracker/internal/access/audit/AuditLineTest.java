package dev.shoal.tracker.internal.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AuditLineTest {
  @Test
  void shouldBeAnObjectOfStrings() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("user", "alice");
    details.put("group", "docs");
    assertThat(AuditLine.of(1_700_000_000_123L, "group-joined", details))
        .isEqualTo(
            "{\"time\":\"2023-11-14T22:13:20.123Z\",\"event\":\"group-joined\","
                + "\"user\":\"alice\",\"group\":\"docs\"}");
  }

  @Test
  void shouldNotLetAValueBeginAnotherLineOrMember() {
    String forged = "x\"}\r\n{\"event\":\"login\",\"user\":\"root\\";
    String line = AuditLine.of(0, "login-failed", Map.of("user", forged));
    assertThat(line)
        .endsWith(
            "\"user\":\"x\\\"}\\u000d\\u000a{\\\"event\\\":\\\"login\\\",\\\"user\\\":\\\"root\\\\\"}");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void shouldNotLetAValueMoveACursorOrTurnTheText() {
    assertThat(AuditLine.of(0, "e", Map.of("user", "\u001b[2J\u202e\u2028\u0085")))
        .contains("\"\\u001b[2J\\u202e\\u2028\\u0085\"");
  }

  @Test
  void shouldCutLongValues() {
    assertThat(AuditLine.of(0, "e", Map.of("user", "x".repeat(100_000)))).hasSizeLessThan(400);
  }

  @Property(tries = 500)
  void shouldBePrintableAsciiOnOneLineWhateverTheValues(@ForAll String name, @ForAll String value) {
    String line = AuditLine.of(0, "e", Map.of(name, value));
    assertThat(line).matches("[ -~]*").startsWith("{").endsWith("\"}");
    assertThat(unescapedQuotes(line)).isEqualTo(4 * 3);
  }

  /** Of each member four: no value ends its string early. */
  private static int unescapedQuotes(String line) {
    int quotes = 0;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == '"') {
        quotes++;
      }
    }
    return quotes;
  }
}
