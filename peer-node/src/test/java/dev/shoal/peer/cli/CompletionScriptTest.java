package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What 'completion' prints, in a real bash. */
@Tag("any-jdk")
@Timeout(120)
class CompletionScriptTest {
  private static final Path BASH = Path.of("/bin/bash");

  /**
   * Presses Tab after the words that it is given, the last of them unfinished. Compopt refuses to
   * run where no key was pressed.
   */
  private static final String TAB =
      """
      compopt() { :; }
      source "$1"
      shift
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      registered=$(complete -p shoal)
      registered=${registered#*-F }
      "${registered%% *}" shoal "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path directory;

  private Path script = Path.of("");

  @BeforeEach
  void printScript() throws IOException {
    assumeThat(BASH).as("bash, which the script is for").isExecutable();
    Cli printed = Cli.run("completion", "bash");
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    script = Files.writeString(directory.resolve("completion"), printed.out());
  }

  @Test
  void shouldBeAScriptThatBashAccepts() throws Exception {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void shouldCompleteCommandsAndOptions() throws Exception {
    assertThat(tab("shoal", "downl")).containsExactly("downloads");
    assertThat(tab("shoal", "group", "inv")).containsExactly("invite");
    assertThat(tab("shoal", "get", "--keep-s")).containsExactly("--keep-seeding");
  }

  private List<String> tab(String... words) throws Exception {
    Path tab = Files.writeString(directory.resolve("tab"), TAB);
    String[] arguments = new String[words.length + 2];
    arguments[0] = tab.toString();
    arguments[1] = script.toString();
    System.arraycopy(words, 0, arguments, 2, words.length);
    return bash(arguments);
  }

  /** What it prints, to stderr too. */
  private List<String> bash(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = BASH.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }
}
