package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README must say what can be set. */
class ReadmeTest {
  @Test
  void shouldHaveTheTableOfSettings() throws IOException {
    String table =
        Settings.ALL.stream()
            .map(
                setting ->
                    String.format(
                        "| `%s` | %s | `%s` | %s |",
                        setting.name(),
                        setting.kind().placeholder().replace("|", ", "),
                        setting.defaultText(),
                        setting.sentence()))
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(Path.of("..", "README.md"))).contains(table);
  }
}
