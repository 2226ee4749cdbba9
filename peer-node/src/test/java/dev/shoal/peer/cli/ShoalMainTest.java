package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ShoalMainTest {
  private static final String ID = "ab".repeat(32);

  static Stream<Arguments> options() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    CommandLine line =
        ShoalMain.commandLine(
            new Streams(nowhere, OutputStream.nullOutputStream(), nowhere, false, false),
            new StopSignal());
    return commands(line)
        .flatMap(
            command ->
                command.getCommandSpec().options().stream()
                    .filter(option -> !option.usageHelp() && !option.versionHelp())
                    .map(option -> Arguments.of(command.getCommandSpec().qualifiedName(), option)));
  }

  /** All below that one. */
  private static Stream<CommandLine> commands(CommandLine line) {
    return line.getSubcommands().values().stream()
        .flatMap(command -> Stream.concat(Stream.of(command), commands(command)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("options")
  void shouldStateTheDefaultOfEveryOption(String command, OptionSpec option) {
    String text = String.join(" ", option.description());

    assertThat(text).contains(option.required() ? "Must be given" : "Default: ").endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "share",
        "get",
        "search",
        "info",
        "hash",
        "demo",
        "id",
        "shell",
        "user create",
        "login",
        "logout",
        "passwd",
        "whoami",
        "group create",
        "group join",
        "group leave",
        "group list",
        "group members",
        "group requests",
        "group accept",
        "group reject",
        "group remove",
        "group invite",
        "group delete",
        "files",
        "unshare"
      })
  void shouldExplainItselfWhenAskedForHelp(String command) {
    Cli help = Cli.run((command + " --help").split(" ", -1));

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: shoal " + command)
        .contains("--json", "--quiet", "--verbose", "--version")
        .contains("Exit codes:", "5          unreachable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"share", "get", "search", "info", "hash", "demo"})
  void shouldNameItsVersionWhenAsked(String command) {
    assertThat(Cli.run(command, "--version").out()).startsWith("shoal ");
  }

  private static String trackers(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> "host:" + port)
        .collect(Collectors.joining(","));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("which command?", new String[] {}),
        Arguments.of("'steal'", new String[] {"steal"}),
        Arguments.of("--tracker", new String[] {"share", "a.bin"}),
        Arguments.of("FILE", new String[] {"share", "--tracker", "host"}),
        Arguments.of(
            "--name goes with one FILE",
            new String[] {"share", "a", "b", "--tracker", "host", "--name", "c"}),
        Arguments.of(
            "power of two", new String[] {"share", "a", "--tracker=host", "--chunk-size=65537"}),
        Arguments.of(
            "at most 16 tags",
            Stream.concat(
                    Stream.of("share", "a", "--tracker=host"),
                    Stream.generate(() -> "--tag=t").limit(17))
                .toArray(String[]::new)),
        Arguments.of("a tracker is HOST:PORT", new String[] {"share", "a", "--tracker=host:99999"}),
        Arguments.of("at most 16 trackers", new String[] {"search", "--tracker=" + trackers(17)}),
        Arguments.of("a tracker is HOST:PORT", new String[] {"search", "x", "--tracker=a,,b"}),
        Arguments.of("which command? one of create, join", new String[] {"group"}),
        Arguments.of("which command?", new String[] {"user"}),
        Arguments.of("--tracker", new String[] {"login", "alice"}),
        Arguments.of("1 to 32 letters", new String[] {"login", "al ice", "--tracker=host"}),
        Arguments.of("--tls is off, auto or", new String[] {"id", "--tls=maybe"}),
        Arguments.of("go together", new String[] {"id", "--certificate=a.pem"}),
        Arguments.of("no tracker: give", new String[] {"get", "--group=team", "a.bin"}),
        Arguments.of("one of them", new String[] {"get", ID, "a", "-o", "b", "--tracker=host"}),
        Arguments.of("--list and --group", new String[] {"get", "--group=t", "--list=a", "."}),
        Arguments.of("64 hex digits", new String[] {"get", "ab".repeat(31)}),
        Arguments.of("64 hex digits", new String[] {"info", "12345"}),
        Arguments.of("no tracker", new String[] {"info", ID}),
        Arguments.of("64 hex digits", new String[] {"get", "shoal:12345"}),
        Arguments.of("no tracker", new String[] {"get", ID}),
        Arguments.of("a source is HOST:PORT", new String[] {"get", ID, "--source=host"}),
        Arguments.of("say which file", new String[] {"get", ""}),
        Arguments.of("--source URL", new String[] {"get", "https://host/a.bin"}),
        Arguments.of("names no host", new String[] {"get", ID, "--source=https:///x"}),
        Arguments.of(
            "there is no command 'statsu'; did you mean 'status'?", new String[] {"statsu"}),
        Arguments.of("such as 30s", new String[] {"get", ID, "--wait=soon", "--tracker=host"}),
        Arguments.of(
            "an order is rarest or sequential, not: best",
            new String[] {"get", ID, "--order=best", "--tracker=host"}),
        Arguments.of("--limit", new String[] {"search", "x", "--tracker=host", "--limit=0"}),
        Arguments.of("at most 4 MiB", new String[] {"hash", "a", "--chunk-size=1TiB"}),
        Arguments.of("--peers", new String[] {"demo", "--peers=0"}),
        Arguments.of("exclude", new String[] {"demo", "--size=1MiB", "--file=a"}),
        Arguments.of("such as 1048576", new String[] {"demo", "--size=big"}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void shouldSayWhatIsWrongInOneLineWhenMisused(String part, String[] args) {
    Cli misuse = Cli.run(args);

    assertThat(misuse.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(misuse.out()).isEmpty();
    assertThat(misuse.err().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("shoal: ")
        .contains(part);
    assertThat(misuse.err().lines().toList().get(1)).startsWith("Try 'shoal").endsWith("--help'.");
  }

  @Test
  void shouldAlsoSaySoAsJsonWhenMisusedWithJson() {
    Cli misuse = Cli.run("get", "12345", "--json");

    assertThat(misuse.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(misuse.out())
        .startsWith("{\"state\":\"failed\",\"error\":")
        .contains("\"exitCode\":2}");
  }
}
