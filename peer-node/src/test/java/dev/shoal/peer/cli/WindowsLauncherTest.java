package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the launcher for Windows without a Windows. */
class WindowsLauncherTest {
  private static final Path SCRIPTS = Path.of("src", "main", "scripts");
  private static final Pattern OPTION = Pattern.compile("(?:-XX:|--)[\\w.+:=-]+");
  private static final Set<String> OF_SHOAL = Set.of("--data", "--help", "--version");

  /** Archives of classes aside, which it does without. */
  @Test
  void shouldGiveJavaWhatTheOtherLauncherGives() throws IOException {
    String windows = Files.readString(SCRIPTS.resolve("shoal.cmd"));
    String others = Files.readString(SCRIPTS.resolve("shoal"));

    assertThat(options(windows)).isNotEmpty().containsExactlyElementsOf(options(others).toList());
  }

  @Test
  void shouldStartTheSameCommandsTheLightWay() throws IOException {
    String windows = Files.readString(SCRIPTS.resolve("shoal.cmd"));
    String others = Files.readString(SCRIPTS.resolve("shoal"));

    assertThat(words(windows, "for %%W in \\(([^)]*)\\)"))
        .contains("status", "--help")
        .containsExactlyInAnyOrderElementsOf(
            words(others, "\n  ([\\w |-]*)\\) light=yes").toList());
  }

  /** The command interpreter may miss labels otherwise. */
  @Test
  void shouldEndEveryLineAsWindowsDoes() throws IOException {
    String windows = Files.readString(SCRIPTS.resolve("shoal.cmd"));

    assertThat(windows.replace("\r\n", "")).doesNotContain("\r", "\n").isASCII();
  }

  private static Stream<String> words(String script, String pattern) {
    return Pattern.compile(pattern)
        .matcher(script)
        .results()
        .flatMap(found -> Stream.of(found.group(1).split("[ |]+", -1)));
  }

  private static Stream<String> options(String script) {
    return OPTION
        .matcher(script)
        .results()
        .map(MatchResult::group)
        .filter(option -> !option.contains("Archive") && !OF_SHOAL.contains(option));
  }
}
