package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ColoursTest {
  @Test
  void shouldColourOnATerminalOnly() {
    assertThat(Colours.of(true, Map.of("TERM", "xterm"))).isNotEqualTo(Ansi.OFF);
    assertThat(Colours.of(false, Map.of("TERM", "xterm"))).isEqualTo(Ansi.OFF);
  }

  @Test
  void shouldNotColourWhenAskedNotTo() {
    assertThat(Colours.of(true, Map.of("NO_COLOR", "1"))).isEqualTo(Ansi.OFF);
    assertThat(Colours.of(true, Map.of("TERM", "dumb"))).isEqualTo(Ansi.OFF);
  }

  @Test
  void shouldTakeAnEmptyVariableForNone() {
    assertThat(Colours.of(true, Map.of("NO_COLOR", ""))).isNotEqualTo(Ansi.OFF);
  }
}
