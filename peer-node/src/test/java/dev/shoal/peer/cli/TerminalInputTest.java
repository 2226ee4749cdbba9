package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class TerminalInputTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  /** A terminal at which that is typed. */
  private TerminalInput typed(String keys) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)), shown)
            .type("xterm")
            .encoding(StandardCharsets.UTF_8)
            .paused(true)
            .build();
    Attributes quiet = terminal.getAttributes();
    quiet.setLocalFlag(LocalFlag.ECHO, false); // of what is typed before it is asked for
    terminal.setAttributes(quiet);
    terminal.resume();
    CommandContext context = CommandContext.ofProcess(Streams.system(), new StopSignal());
    FakeNode node = new FakeNode();
    CommandLine commands = ShellLine.of(context, node);
    Completion completion = new Completion(commands, new GroupWords(node));
    return TerminalInput.of(terminal, history(), new KeptLines(commands), completion);
  }

  private Path history() {
    return directory.resolve("shell-history");
  }

  @Test
  void shouldReadLinesUntilTheirEnd() throws IOException {
    try (TerminalInput input = typed("group list\rget 'a!b'\r\u0004")) {
      assertThat(input.line()).isEqualTo("group list");
      assertThat(input.line()).isEqualTo("get 'a!b'");
      assertThat(input.line()).isNull();
    }
  }

  @Test
  void shouldCompleteWithTab() throws IOException {
    try (TerminalInput input = typed("wh\t\r")) {
      assertThat(input.line()).isEqualTo("whoami ");
    }
  }

  @Test
  void shouldNeitherShowNorKeepAPassword() throws IOException {
    try (TerminalInput input = typed("login alice\rgeheim\rwhoami\r")) {
      assertThat(input.line()).isEqualTo("login alice");
      assertThat(input.secret("Password: ")).isEqualTo("geheim".toCharArray());
      assertThat(input.line()).isEqualTo("whoami");
    }

    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("Password: ", "whoami")
        .doesNotContain("geheim");
    assertThat(Files.readString(history()))
        .contains("login alice", "whoami")
        .doesNotContain("geheim");
  }

  @Test
  void shouldKeepNoCodesAndShowTheHistoryToItsOwnerAlone() throws IOException {
    List<String> lines =
        List.of(
            "user create a --code AB-CD",
            "group join team EF-GH",
            "join_group  team  EF-GH",
            "files team");
    try (TerminalInput input = typed(String.join("\r", lines) + "\r")) {
      for (String line : lines) {
        assertThat(input.line()).isEqualTo(line);
      }
    }

    assertThat(Files.readString(history())).contains("files team").doesNotContain("AB-CD", "EF-GH");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldRememberWhatWasTypedInAnEarlierSession() throws IOException {
    try (TerminalInput input = typed("files team\r")) {
      input.line();
    }
    try (TerminalInput input = typed("\u0010\r")) { // Ctrl-P: the line before
      assertThat(input.line()).isEqualTo("files team");
    }
  }

  @Test
  void shouldWriteWholeLinesAboveWhatIsTyped() throws IOException {
    try (TerminalInput input = typed("\r")) {
      input.above(Streams.system()).out().println("got a.bin 6");
      input.line();
    }

    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("got a.bin 6");
  }
}
