package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final int WIDTH = 79;
  private static final long MIB = 1 << 20;

  @Test
  void shouldFillTheBarAsFarAsItIs() {
    String line = line("getting a.bin", 100, false).of(progress(50, null, ""));

    assertThat(line)
        .isEqualTo(
            "getting a.bin  50% |"
                + "=".repeat(25)
                + " ".repeat(25)
                + "|  50/100 MiB, 1 MiB/s        ");
  }

  @Test
  void shouldRatherLeaveOutPartsOfThePaceThanTheBar() {
    Progress now = progress(7, Duration.ofSeconds(200), "12 sources");

    String line = line("getting a-long-name.bin", WIDTH, false).of(now);

    assertThat(line).hasSize(WIDTH).contains("1 MiB/s").doesNotContain("sources");
    assertThat(bar(line)).hasSizeGreaterThanOrEqualTo(15).startsWith("=");
  }

  @Test
  void shouldShortenALongName() {
    assertThat(line("getting " + "x".repeat(200), WIDTH, false).of(progress(7, null, "")))
        .hasSize(WIDTH)
        .startsWith("getting xxxxxxxxxxxxxxx... ");
  }

  @Test
  void shouldCountCharactersAsWideAsTheyAre() {
    String line = line("getting \u6f22\u5b57.bin", WIDTH, true).of(progress(100, null, ""));

    assertThat(line).hasSize(WIDTH - 2).contains("100% |\u2588");
  }

  @Test
  void shouldShowWhatIsHereWhenTheTotalIsNotKnown() {
    String line = line("getting a.bin", WIDTH, false).of(new Progress(7 * MIB, -1, MIB, null, ""));

    assertThat(line).hasSize(WIDTH).startsWith("getting a.bin: 7 MiB, 1 MiB/s   ");
  }

  @Test
  void shouldNeverBeWiderThanTheTerminal() {
    assertThat(line("getting a.bin", 40, false).of(progress(7, Duration.ofDays(9), "1 source")))
        .hasSize(40)
        .contains("7/100 MiB");
  }

  private static String bar(String line) {
    return line.substring(line.indexOf('|') + 1, line.lastIndexOf('|'));
  }

  private static ProgressLine line(String task, int width, boolean unicode) {
    return new ProgressLine(task, width, unicode);
  }

  private static Progress progress(int mebibytes, @Nullable Duration left, String note) {
    return new Progress(mebibytes * MIB, 100 * MIB, MIB, left, note);
  }
}
