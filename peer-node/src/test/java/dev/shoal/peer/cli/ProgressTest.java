package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long MIB = 1 << 20;

  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nowNanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final ProgressView view = new ProgressLines(lines::add, nowNanos::get, "getting a.bin");

  @Test
  void shouldPrintAtTheStartEveryTenSecondsAndAtTheEnd() {
    for (int second = 0; second < 25; second++) {
      view.show(progress(second, null, ""));
      nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    view.close();

    assertThat(lines)
        .containsExactly(
            "getting a.bin: 0%, 0 B of 100 MiB",
            "getting a.bin: 10%, 10 MiB of 100 MiB, 1 MiB/s",
            "getting a.bin: 20%, 20 MiB of 100 MiB, 1 MiB/s",
            "getting a.bin: 24%, 24 MiB of 100 MiB, 1 MiB/s");
  }

  @Test
  void shouldPrintNothingWhenTheTotalIsNotKnown() {
    view.show(new Progress(0, -1, 0, null, "0 sources"));
    view.close();

    assertThat(lines).isEmpty();
  }

  @Test
  void shouldPrintWhatIsHereWhenTheTotalIsNotKnown() {
    view.show(new Progress(7 * MIB, -1, MIB, null, "1 source"));
    nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
    view.show(new Progress(9 * MIB, -1, MIB, null, "1 source"));
    view.close();

    assertThat(lines)
        .containsExactly("getting a.bin: 7 MiB", "getting a.bin: 9 MiB, 1 MiB/s, 1 source");
  }

  @Test
  void shouldNotRepeatItselfWhenClosed() {
    view.show(progress(100, null, ""));
    view.show(progress(100, null, ""));
    view.close();

    assertThat(lines).hasSize(1);
  }

  @Test
  void shouldNameTimeLeftAndNoteWhenThereAre() {
    assertThat(progress(40, Duration.ofSeconds(60), "3 sources").pace())
        .isEqualTo("1 MiB/s, 1 min left, 3 sources");
  }

  @Test
  void shouldNameNoPaceWhenAllIsDone() {
    assertThat(progress(100, Duration.ZERO, "").pace()).isEmpty();
    assertThat(progress(100, null, "finishing").pace()).isEqualTo("finishing");

    view.show(progress(99, null, ""));
    view.show(progress(100, null, ""));
    view.close();

    assertThat(lines).last().isEqualTo("getting a.bin: 100%, 100 MiB of 100 MiB");
  }

  @Test
  void shouldDrawOverItselfWhenOnATerminal() {
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(
            new PrintWriter(new StringWriter()),
            OutputStream.nullOutputStream(),
            new PrintWriter(err),
            true,
            false);

    try (ProgressView bar = new ProgressBarView(streams, "getting a.bin")) {
      bar.show(progress(40, null, "3 sources"));
    }

    assertThat(err.toString())
        .startsWith("\rgetting a.bin")
        .contains("40%", "======", "40/100 MiB", "1 MiB/s, 3 sources")
        .endsWith(System.lineSeparator())
        .doesNotContain("\u001b");
  }

  private static Progress progress(int mebibytes, @Nullable Duration left, String note) {
    return new Progress(mebibytes * MIB, 100 * MIB, MIB, left, note);
  }
}
