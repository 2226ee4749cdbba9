package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What holds for every command that there is, without being named here. */
class CommandTreeTest {

  static Stream<CommandSpec> commands() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    CommandLine line =
        ShoalMain.commandLine(
            new Streams(nowhere, OutputStream.nullOutputStream(), nowhere, false, false),
            new StopSignal());
    return below(line).map(CommandLine::getCommandSpec);
  }

  static Stream<CommandSpec> leaves() {
    return commands().filter(command -> command.subcommands().isEmpty());
  }

  private static Stream<CommandLine> below(CommandLine line) {
    return line.getSubcommands().values().stream()
        .distinct()
        .flatMap(command -> Stream.concat(Stream.of(command), below(command)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void shouldSayWhatItDoesAndHowItEnds(CommandSpec command) {
    assertThat(command.usageMessage().description()).isNotEmpty();
    assertThat(command.usageMessage().description()[0]).matches("[A-Z].*\\.");
    assertThat(command.findOption("--help")).isNotNull();
    assertThat(command.usageMessage().exitCodeList().keySet())
        .containsAll(List.of("0", "1", "2", "3", "4", "5", "6"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("leaves")
  void shouldSpeakJsonToo(CommandSpec command) {
    assertThat(command.findOption("--json"))
        .as("--json of %s", command.qualifiedName())
        .isNotNull();
    assertThat(command.findOption("--quiet")).isNotNull();
    assertThat(command.findOption("--verbose")).isNotNull();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("leaves")
  void shouldSayWhatEachParameterIs(CommandSpec command) {
    assertThat(command.positionalParameters())
        .allSatisfy(parameter -> assertThat(parameter.description()).isNotEmpty());
  }
}
