package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SettingsTest {
  /** What says what a command does this once, or is about the program. */
  private static final Set<String> ONCE =
      Set.of(
          "code", "config", "down", "file", "help", "list", "name", "output", "peers", "size", "up",
          "version", "yes");

  @TempDir private Path directory;

  @Test
  void shouldCountTheEnvironmentBeforeTheFile() throws Exception {
    Path file = file("port = 1", "bind=::1 # all of it");
    Settings settings = Settings.of(List.of(), Map.of("SHOAL_PORT", "2", "SHOAL_TLS", ""), file);

    assertThat(settings.get("port")).contains(new Settings.Value("2", "SHOAL_PORT"));
    assertThat(settings.get("bind")).contains(new Settings.Value("::1", file + ":2"));
    assertThat(settings.get("tls")).isEmpty();
  }

  @Test
  void shouldTakeSeveralLinesWhereAnOptionTakesSeveralValues() throws Exception {
    Path file = file("watch = /a,b", "", "watch = /c");
    Settings settings = Settings.of(List.of(), Map.of("SHOAL_ALLOW", "/d,/e"), file);

    assertThat(settings.get("watch"))
        .contains(new Settings.Value("/a,b\n/c", file + ":1, " + file + ":3"));
    assertThat(settings.get("allow")).contains(new Settings.Value("/d\n/e", "SHOAL_ALLOW"));
  }

  @Test
  void shouldReadTheFileThatIsNamed() throws Exception {
    Path usual = file("port = 1");
    Path other = Files.writeString(directory.resolve("other"), "port = 3");
    Map<String, String> environment = Map.of("SHOAL_CONFIG", other.toString());

    assertThat(Settings.of(List.of("list", "--config=" + other), Map.of(), usual).get("port"))
        .contains(new Settings.Value("3", other + ":1"));
    assertThat(Settings.of(List.of("--config", other.toString()), Map.of(), usual).file())
        .isEqualTo(other);
    assertThat(Settings.of(List.of(), environment, usual).file()).isEqualTo(other);
    assertThat(Settings.of(List.of("--", "--config", "x"), Map.of(), usual).file())
        .isEqualTo(usual);
  }

  @Test
  void shouldDoWithoutAFileUnlessOneIsNamed() throws Exception {
    Path none = directory.resolve("none");

    assertThat(Settings.of(List.of(), Map.of(), none).get("port")).isEmpty();
    assertThatThrownBy(() -> Settings.of(List.of("--config=" + none), Map.of(), none).get("port"))
        .isInstanceOf(SettingException.class)
        .hasMessage("there is no configuration file " + none);
  }

  @Test
  void shouldNameFileAndLineWhenSomethingIsWrong() throws Exception {
    assertRefused(":1: a line is 'key = value', not 'port'", "port");
    assertRefused(
        ":2: there is no setting 'prot'; did you mean 'port'? 'shoal config' lists all",
        "",
        "prot = 1");
    assertRefused(
        ":1: there is no setting 'Upload_Limits'; did you mean 'upload-limit'? 'shoal config' lists"
            + " all",
        "Upload_Limits = 1");
    assertRefused(":1: there is no setting 'yes'; 'shoal config' lists all", "yes = true");
    assertRefused(":2: port is set already, at ", "port = 1", "port = 2");
  }

  @Test
  void shouldKnowEveryOptionOfEveryCommand() {
    Set<String> options = new TreeSet<>();
    Set<String> several = new TreeSet<>();
    commands(line())
        .flatMap(command -> command.getCommandSpec().options().stream())
        .forEach(
            option -> {
              options.add(SettingDefaults.key(option));
              if (option.isMultiValue()) {
                several.add(SettingDefaults.key(option));
                assertThat(option.splitRegex()).as(option.longestName()).isIn(",", "\n");
              }
            });
    options.removeAll(ONCE);

    assertThat(SettingKeys.all()).isEqualTo(options);
    assertThat(SettingKeys.all().stream().filter(SettingKeys::isRepeated).toList())
        .containsExactlyElementsOf(several);
  }

  @Test
  void shouldLetAFlagThatIsGivenCountWhateverIsSet() {
    Set<OptionSpec> flags =
        commands(line())
            .flatMap(command -> command.getCommandSpec().options().stream())
            .filter(option -> SettingKeys.contains(SettingDefaults.key(option)))
            .filter(option -> option.typeInfo().isBoolean())
            .collect(Collectors.toSet());

    assertThat(flags).isNotEmpty().allMatch(option -> option.fallbackValue().equals("true"));
  }

  @Test
  void shouldGiveCommandsWhatIsSetAndSayWhereItIsWrong() throws Exception {
    Path file = file("tracker = a,b", "tracker = 127.0.0.1:1", "json = true", "wait = soon");
    Settings settings = Settings.of(List.of(), Map.of("SHOAL_LIMIT", "0"), file);

    Cli search = with(settings, "search", "x");
    assertThat(search.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(search.err()).contains("--limit must be at least 1, not 0");
    Cli get = with(settings, "get", "ab".repeat(32));
    assertThat(get.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(get.err()).startsWith("shoal: " + file + ":4: ").contains("such as 30s");
  }

  @Test
  void shouldShowWhatIsSetAndWhere() throws Exception {
    Path file = file("watch = /a", "watch = /b");
    Settings settings = Settings.of(List.of(), Map.of("SHOAL_PORT", "7"), file);

    Cli text = with(settings, "config");
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out().lines().map(line -> line.replaceAll(" +", " ")))
        .startsWith("# " + file)
        .contains(
            "watch = /a # " + file + ":1, " + file + ":2",
            "watch = /b # " + file + ":1, " + file + ":2",
            "port = 7 # SHOAL_PORT",
            "# tls # default: auto");
    Cli json = with(settings, "config", "--json");
    assertThat(json.json()).hasSize(SettingKeys.all().size());
    assertThat(json.out())
        .contains("{\"option\":\"port\",\"values\":[\"7\"],\"origin\":\"SHOAL_PORT\"}")
        .contains("{\"option\":\"tls\",\"otherwise\":\"auto\"}");
  }

  private void assertRefused(String end, String... lines) throws IOException {
    Path file = file(lines);
    assertThatThrownBy(() -> Settings.of(List.of(), Map.of(), file).get("tls"))
        .isInstanceOf(SettingException.class)
        .message()
        .startsWith(file + end);
  }

  private static Cli with(Settings settings, String... args) {
    return Cli.run(
        "",
        context ->
            ShoalMain.commandLine(
                    new CommandContext(
                        context.streams(),
                        context.stop(),
                        context.questions(),
                        context.stdin(),
                        false,
                        settings))
                .execute(args));
  }

  private Path file(String... lines) throws IOException {
    return Files.write(directory.resolve("config"), List.of(lines));
  }

  private static CommandLine line() {
    return ShoalMain.commandLine(Streams.system(), new StopSignal());
  }

  private static Stream<CommandLine> commands(CommandLine line) {
    return line.getSubcommands().values().stream()
        .filter(command -> !command.getCommandName().equals("demo"))
        .flatMap(command -> Stream.concat(Stream.of(command), commands(command)));
  }
}
