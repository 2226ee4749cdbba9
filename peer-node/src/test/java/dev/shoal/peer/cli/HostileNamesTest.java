package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ShoalLink;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a member or a tracker made up to reach into a terminal or another directory. */
class HostileNamesTest {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));

  /** What terminals obey, what turns text, and what begins another line. */
  private static final String EVIL = "a\u001b[2J\u001b]0;t\u0007\u009b31m\u202e\r\nok\u0000\u2028b";

  private final FakeNode node = new FakeNode();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "..\\..\\evil.exe",
        "/etc/passwd",
        "C:\\evil.exe",
        "..",
        ".",
        "/",
        ".bashrc",
        "a/../../b",
        EVIL
      })
  void shouldStayInTheDirectoryWhateverTheGroupCallsAFile(String name) throws Exception {
    node.files = List.of(file(name));
    AccountName team = AccountName.parse("team");

    ShoalLink link = new WantedOptions().find(team, node.groups(), name, new StopSignal());

    Path destination = Destination.of(directory, link);
    assertThat(destination.normalize().getParent()).isEqualTo(directory);
    assertThat(destination.getFileName().toString())
        .doesNotStartWith(".")
        .matches("[^\\p{Cntrl}\\p{Cf}\\u2028]+");
    assertThat(Destination.of(null, link).getParent()).isNull();
  }

  @Test
  void shouldPrintNoEscapeWhateverAListNames() {
    node.groups = List.of(new GroupInfo(EVIL, JoinPolicy.OPEN, EVIL, 1, GroupRole.NONE));
    node.members = List.of(new GroupMember(EVIL, GroupRole.MEMBER));
    node.files = List.of(file(EVIL));
    node.user = EVIL;
    for (String command :
        List.of(
            "group list", "group members team", "group requests team", "files team", "whoami")) {
      Cli said = Cli.inSession(node, "", command.split(" ", -1));
      assertThat(said.exitCode()).as(command + said.err()).isZero();
      assertHarmless(said);
      assertThat(said.out()).contains("ok");
    }
  }

  @Test
  void shouldPrintNoEscapeWhateverAnErrorSays() {
    node.failure = new NotFoundException(EVIL, null);
    for (String command :
        List.of("group list", "files team", "group join team", "unshare team a.bin", "logout")) {
      Cli said = Cli.inSession(node, "", command.split(" ", -1));
      assertThat(said.exitCode()).as(command).isEqualTo(ExitCodes.NOT_FOUND);
      assertHarmless(said);
      assertThat(said.err().lines()).hasSize(1);
    }
  }

  private static void assertHarmless(Cli said) {
    assertThat(said.out() + said.err())
        .matches("[^\\p{Cntrl}\\p{Cf}\\u2028]*(\\n[^\\p{Cntrl}\\p{Cf}\\u2028]*)*");
    assertThat(said.out().lines()).noneMatch(line -> line.startsWith("ok"));
  }

  private static GroupFileInfo file(String name) {
    return new GroupFileInfo(ID, name, 1, List.of(name), List.of(name), Instant.EPOCH, 1, 0);
  }
}
