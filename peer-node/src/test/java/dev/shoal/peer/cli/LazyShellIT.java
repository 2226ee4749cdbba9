package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LazyShellIT {
  @Test
  void shouldLoadNothingOfTheSessionForOtherCommands(@TempDir Path directory) throws Exception {
    try (Program help =
        Program.start(
            directory, List.of("-Xlog:class+load"), ShoalMain.class.getName(), List.of("--help"))) {
      assertThat(help.rest())
          .anyMatch(line -> line.contains("Reads commands from the terminal"))
          .anyMatch(line -> line.contains("dev.shoal.peer.cli.ShellCommand"))
          .noneMatch(line -> line.contains(" org.jline.")); // the JDK has one of its own
      assertThat(help.exitCode()).isZero();
    }
  }
}
