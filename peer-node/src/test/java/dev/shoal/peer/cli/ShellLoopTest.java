package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.protocol.FileId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellLoopTest {
  private final FakeNode node = new FakeNode();

  private Cli run(String script) {
    return Cli.run(
        script,
        context -> {
          ScriptInput input = new ScriptInput(context.stdin());
          HeldNode held = new HeldNode(node, node.session);
          return new ShellLoop(context, input, held, node.session)
              .run(new Output(context.streams(), false, false, false));
        });
  }

  @Test
  void shouldRunALineAfterTheOtherUntilTheInputEnds() {
    Cli session = run("# a comment\n\n  group   list\nfiles 'team'\nwhoami");

    assertThat(node.asked).startsWith("list", "files team");
    assertThat(session.exitCode()).isEqualTo(ExitCodes.DENIED); // nobody is logged in
  }

  @ParameterizedTest
  @CsvSource({
    "create_group team,create group team APPROVAL",
    "join_group team,join team ",
    "leave_group team,leave team",
    "list_groups,list",
    "list_requests team,requests team",
    "accept_request team bob,accept team bob",
    "list_files team,files team",
    "stop_share team 'a b.bin',unshare team a b.bin",
    "logout,logout here"
  })
  void shouldKnowTheNamesOfEarlierSystems(String line, String asked) {
    Cli session = run(line.replace('\'', '"') + "\n");

    assertThat(session.exitCode()).as(session.err()).isZero();
    assertThat(node.asked).singleElement().asString().isEqualToIgnoringWhitespace(asked);
  }

  @Test
  void shouldLookFilesUpByTheirNamesWhenFetchedAsInEarlierSystems() {
    Cli session = run("download_file team a.bin copy.bin\nshow_downloads\n");

    assertThat(node.asked).containsExactly("find team a.bin");
    assertThat(session.exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(session.err()).contains("There are no downloads.");
  }

  @Test
  void shouldReadPasswordsFromTheLinesAfterTheCommand() {
    Cli session = run("create_user alice\nsecret\nsecret\nlogin alice\nsecret\n");

    assertThat(session.exitCode()).as(session.err()).isZero();
    assertThat(node.asked)
        .containsExactly("create user alice secret with no code", "login alice secret");
    assertThat(session.out()).doesNotContain("secret");
  }

  @Test
  void shouldGoOnAfterAFailureAndEndWithTheFirstOnesCode() {
    node.failure = new DeniedException("no", null);

    Cli session = run("files team\nnonsense\nshare 'unclosed\ngroup list\nexit\nfiles never\n");

    assertThat(session.exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(node.asked).containsExactly("files team", "list");
    assertThat(session.err()).contains("'nonsense'", "Try 'help'.", "a quote ' is not closed");
  }

  @Test
  void shouldExplainItsCommands() {
    Cli session = run("help\nhelp group\nfiles --help\n");

    assertThat(session.exitCode()).as(session.err()).isZero();
    assertThat(session.out())
        .contains("share", "downloads", "exit", "create_user", "stop_share")
        .contains("Usage:  group", "requests")
        .contains("Usage:  files")
        .doesNotContain("--tracker", "--port");
  }

  @Test
  void shouldPutNamesWithEscapesNowhere() {
    node.files =
        List.of(
            new GroupFileInfo(
                FileId.parse("ab".repeat(FileId.LENGTH)),
                "\u001b]0;title\u0007",
                1,
                List.of(),
                List.of("\u001b[2J"),
                Instant.EPOCH,
                1,
                0));

    assertThat(run("files team\n").out()).doesNotContain("\u001b", "\u0007");
  }
}
