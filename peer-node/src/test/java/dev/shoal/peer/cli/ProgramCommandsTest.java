package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ProgramCommandsTest {
  @Test
  void shouldMakeTheCommandOfEveryEntry() {
    CommandLine line = ShoalMain.commandLine(Streams.system(), new StopSignal());

    for (ProgramCommands.Entry entry : ProgramCommands.all()) {
      CommandLine command = Objects.requireNonNull(line.getSubcommands().get(entry.name()));
      Object made = command.getCommand();
      assertThat(made).isExactlyInstanceOf(entry.type());
      assertThat(entry.type().getAnnotation(CommandLine.Command.class).name())
          .isEqualTo(entry.name());
    }
  }

  @Test
  void shouldMakeOneCommandAloneWhereOneIsAskedFor() {
    assertThat(needed("list", "share")).containsExactly("list");
    assertThat(needed("--config", "list")).hasSize(ProgramCommands.all().size());
    assertThat(needed()).hasSize(ProgramCommands.all().size());
  }

  @Test
  void shouldListEveryCommandInTheOverviewAndSoDoesPicocli() {
    String overview = Overview.text(80);

    for (ProgramCommands.Entry entry : ProgramCommands.all()) {
      assertThat(overview).containsPattern("\n  " + entry.name() + " +[A-Z]");
    }
    assertThat(overview).startsWith("Usage: shoal COMMAND").contains("Exit codes:", "5         un");
    assertThat(Cli.run("--help").out()).isEqualTo(Overview.text());
    assertThat(Overview.isWanted(new String[] {"-h"})).isTrue();
    assertThat(Overview.isWanted(new String[] {"-h", "list"})).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 80, 200})
  void shouldKeepTheOverviewWithinTheWidth(int width) {
    assertThat(Overview.text(width).lines())
        .allMatch(line -> line.length() <= Math.max(40, width), "is short enough");
  }

  private static List<String> needed(String... words) {
    CommandContext context = CommandContext.ofProcess(Streams.system(), new StopSignal());
    CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
    ProgramCommands.addNeeded(line, context, List.of(words));
    return List.copyOf(line.getSubcommands().keySet());
  }
}
