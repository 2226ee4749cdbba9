package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.tracker.TrackerServer;
import dev.shoal.tracker.TrackerServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path directory;

  @Test
  void shouldPreferFlagToVariableToFileToDefault() throws Exception {
    String file = file("port = 1\nheartbeat = 1s\nlease = 2s");
    Configuration configuration =
        Configuration.gather(
            Map.of("config", file, "port", "3"),
            Map.of("SHOAL_TRACKER_PORT", "2", "SHOAL_TRACKER_HEARTBEAT", "500ms"));

    assertThat(value(configuration, "port")).isEqualTo(new SetValue("3", "--port"));
    assertThat(value(configuration, "heartbeat"))
        .isEqualTo(new SetValue("500ms", "SHOAL_TRACKER_HEARTBEAT"));
    assertThat(value(configuration, "lease")).isEqualTo(new SetValue("2s", file + ":3"));
    assertThat(value(configuration, "resume")).isEqualTo(new SetValue("60s", "default"));
  }

  @Test
  void shouldReadFileThatVariableNamesUnlessFlagDoes() throws Exception {
    String variable = Files.writeString(directory.resolve("a"), "port = 1").toString();
    Map<String, String> environment = Map.of("SHOAL_TRACKER_CONFIG", variable);
    assertThat(value(Configuration.gather(Map.of(), environment), "port").text()).isEqualTo("1");

    String flag = Files.writeString(directory.resolve("b"), "port = 2").toString();
    assertThat(value(Configuration.gather(Map.of("config", flag), environment), "port").text())
        .isEqualTo("2");
  }

  @Test
  void shouldTakeEmptyVariableForNone() throws Exception {
    Configuration configuration =
        Configuration.gather(
            Map.of(), Map.of("SHOAL_TRACKER_PORT", "", "SHOAL_TRACKER_CONFIG", ""));

    assertThat(value(configuration, "port").text()).isEqualTo("7070");
  }

  @Test
  void shouldNameFlagOrVariableWhenItsValueIsWrong() {
    assertThatThrownBy(() -> Configuration.gather(Map.of("max-files", "0"), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("--max-files must be a whole number from 1 to 2147483647, not '0'");
    assertThatThrownBy(() -> Configuration.gather(Map.of(), Map.of("SHOAL_TRACKER_PORT", "tcp:")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("SHOAL_TRACKER_PORT must be a whole number from 0 to 65535, not 'tcp:'");
  }

  @Test
  void shouldFindWrongValueEvenWhereAnotherCountsBeforeIt() throws Exception {
    String file = file("port = x");

    assertThatThrownBy(() -> Configuration.gather(Map.of("config", file, "port", "1"), Map.of()))
        .hasMessageStartingWith(file + ":1: port must be");
  }

  @Test
  void shouldTellVariablesThatLookLikeSettings() throws Exception {
    Configuration configuration =
        Configuration.gather(
            Map.of(), Map.of("SHOAL_TRACKER_PROT", "1", "SHOAL_TRACKER_PORT", "1", "PATH", "/"));

    assertThat(configuration.strangers()).containsExactly("SHOAL_TRACKER_PROT");
  }

  @Test
  void shouldHaveTheDefaultsOfTheLibrary() throws Exception {
    TrackerServerBuilder configured = Configuration.gather(Map.of(), Map.of()).toBuilder();

    assertThat(configured)
        .usingRecursiveComparison()
        .ignoringFields("dataDirectory", "transportKind", "limitsShown")
        .isEqualTo(TrackerServer.builder());
    assertThat(Settings.ALL).extracting(Setting::name).doesNotHaveDuplicates();
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("t.conf"), text).toString();
  }

  private static SetValue value(Configuration configuration, String name) {
    return configuration.get(Settings.named(name).orElseThrow());
  }
}
