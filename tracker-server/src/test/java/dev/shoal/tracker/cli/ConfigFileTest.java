package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @Test
  void shouldReadValuesAndSkipCommentsAndBlankLines() throws Exception {
    Map<Setting<?>, SetValue> values =
        ConfigFile.parse(
            "t.conf",
            List.of("# a comment", "", "  port=7171  # another", "data = /var/a#b = c", "\t"));

    assertThat(values)
        .hasSize(2)
        .containsEntry(setting("port"), new SetValue("7171", "t.conf:3"))
        .containsEntry(setting("data"), new SetValue("/var/a#b = c", "t.conf:4"));
  }

  @Test
  void shouldNameFileAndLineWhenSomethingIsWrong() {
    assertRefused(
        "prot = 1", "t.conf:2: there is no setting 'prot'; there are " + Settings.names());
    assertRefused("port", "t.conf:2: a line is 'key = value', not 'port'");
    assertRefused("= 5", "t.conf:2: there is no setting ''; there are " + Settings.names());
    assertRefused(
        "port = 70000", "t.conf:2: port must be a whole number from 0 to 65535, not '70000'");
    assertRefused(
        "lease = 90",
        "t.conf:2: lease must be a time from 1ms to 24h such as 500ms, 30s or 2m, not '90'");
    assertRefused("heartbeat = 5s", "t.conf:2: heartbeat is set already, at t.conf:1");
  }

  @Test
  void shouldShowNothingThatCouldMoveCursorWhenItQuotes() {
    assertRefused(
        "\u001b[2J = 1",
        "t.conf:2: there is no setting '\uFFFD[2J'; there are " + Settings.names());
  }

  @Test
  void shouldSaySoWhenFileIsMissingOrNoText(@TempDir Path directory) throws Exception {
    Path missing = directory.resolve("none.conf");
    assertThatThrownBy(() -> ConfigFile.read(missing))
        .hasMessage("there is no configuration file " + missing);
    Path binary = Files.write(directory.resolve("binary.conf"), new byte[] {(byte) 0xFF, 0});
    assertThatThrownBy(() -> ConfigFile.read(binary))
        .hasMessage("the configuration file " + binary + " is not UTF-8 text");
  }

  @Test
  void shouldNotReadWhatIsFarTooLong(@TempDir Path directory) throws Exception {
    Path endless = Files.write(directory.resolve("endless.conf"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> ConfigFile.read(endless))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("the configuration file " + endless + " is longer than 1048576 bytes");
  }

  private static void assertRefused(String secondLine, String sentence) {
    assertThatThrownBy(() -> ConfigFile.parse("t.conf", List.of("heartbeat = 20s", secondLine)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(sentence);
  }

  private static Setting<?> setting(String name) {
    return Settings.named(name).orElseThrow();
  }
}
