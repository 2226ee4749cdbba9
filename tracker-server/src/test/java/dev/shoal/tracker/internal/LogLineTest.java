package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
  @Test
  void shouldWriteKeysAndValuesInTheirOrder() {
    assertThat(LogLine.of("ready").with("address", "[::]:7070").with("files", 5))
        .hasToString("event=ready address=[::]:7070 files=5");
  }

  @Test
  void shouldQuoteValuesThatCouldBeTakenForMore() {
    assertThat(LogLine.of("x").with("a", "my \"own\" \\ b=c").with("e", ""))
        .hasToString("event=x a=\"my \\\"own\\\" \\\\ b=c\" e=\"\"");
  }

  @Test
  void shouldStayOneLineWhateverItIsGiven() {
    assertThat(LogLine.of("x").with("a", "one\nevent=two").toString())
        .isEqualTo("event=x a=\"one\uFFFDevent=two\"");
  }
}
