package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.FileId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupCommandsTest {
  private static final FileId ID = FileId.parse("ab".repeat(FileId.LENGTH));

  private final FakeNode node = new FakeNode();

  @ParameterizedTest
  @CsvSource({
    "create team,create group team APPROVAL,created group team",
    "create team --join open,create group team OPEN,created group team",
    "create team --join INVITATION,create group team INVITATION,created group team",
    "join team CODE,join team CODE,joined team",
    "leave team,leave team,left team",
    "accept team bob,accept team bob,accepted bob in team",
    "reject team bob,reject team bob,rejected bob from team",
    "remove team bob,remove team bob,removed bob from team",
    "invite team,invite team,ABCD-EFGH",
    "delete team --yes,delete team,deleted group team"
  })
  void shouldDoWhatItIsToldAndSaySo(String command, String asked, String said) {
    Cli done = Cli.inSession(node, "", ("group " + command).split(" ", -1));

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).isEqualTo(said + "\n");
    assertThat(node.asked).containsExactly(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "group create team|{\"state\":\"created\",\"group\":\"team\"}",
        "group accept team bob|{\"state\":\"accepted\",\"user\":\"bob\",\"group\":\"team\"}",
        "group invite team|{\"state\":\"invited\",\"group\":\"team\",\"invitation\":\"ABCD-EFGH\"}",
        "unshare team a.bin"
            + "|{\"state\":\"unshared\",\"group\":\"team\",\"name\":\"a.bin\",\"gone\":true}"
      })
  void shouldSaySoAsJsonWhenAskedTo(String command, String json) {
    Cli done = Cli.inSession(node, "", (command + " --json").split(" ", -1));

    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).isEqualTo(json + "\n");
  }

  @Test
  void shouldSayThatTheOwnerHasToAcceptWhenJoiningIsOnlyAskedFor() {
    node.role = GroupRole.REQUESTED;

    Cli join = Cli.inSession(node, "", "group", "join", "team");

    assertThat(join.exitCode()).isZero();
    assertThat(join.out()).isEqualTo("requested to join team\n");
    assertThat(join.err()).contains("The owner has to accept");
  }

  @Test
  void shouldDeleteOnlyWhenItIsMeant() {
    assertThat(Cli.inSession(node, "no\n", "group", "delete", "team").exitCode())
        .isEqualTo(ExitCodes.FAILED);
    assertThat(Cli.inSession(node, "", "group", "delete", "team").exitCode())
        .isEqualTo(ExitCodes.USAGE);
    assertThat(node.asked).isEmpty();

    assertThat(Cli.inSession(node, "y\n", "group", "delete", "team").exitCode()).isZero();
    assertThat(node.asked).containsExactly("delete team");
  }

  @Test
  void shouldListGroupsAndShowNamesFromElsewherePlainly() {
    node.groups =
        List.of(
            new GroupInfo("team", JoinPolicy.APPROVAL, "alice", 3, GroupRole.OWNER),
            new GroupInfo("\u001b[31mevil", JoinPolicy.OPEN, "bob\n", 1, GroupRole.NONE));

    Cli list = Cli.inSession(node, "", "group", "list");

    assertThat(list.out().lines().map(line -> line.split(" +", -1)))
        .containsExactly(
            new String[] {"GROUP", "OWNER", "JOIN", "MEMBERS", "YOU"},
            new String[] {"team", "alice", "approval", "3", "owner"},
            new String[] {"\ufffd[31mevil", "bob\ufffd", "open", "1", "none"});
    assertThat(Cli.inSession(node, "", "group", "list", "--json").json().get(0))
        .hasToString(
            "{\"group\":\"team\",\"join\":\"approval\",\"owner\":\"alice\",\"members\":3,"
                + "\"role\":\"owner\"}");
  }

  @Test
  void shouldListMembersAndRequests() {
    node.members = List.of(new GroupMember("bob", GroupRole.REQUESTED));

    assertThat(Cli.inSession(node, "", "group", "requests", "team", "--json").out())
        .isEqualTo("{\"user\":\"bob\",\"role\":\"requested\"}\n");
    assertThat(Cli.inSession(node, "", "group", "members", "team").out())
        .contains("USER", "bob")
        .endsWith("requested\n");
    assertThat(node.asked).containsExactly("requests team", "members team");
  }

  @Test
  void shouldListFilesWithWhoSharesThem() {
    node.files =
        List.of(
            new GroupFileInfo(
                ID,
                "a\u202e.bin",
                1 << 20,
                List.of("big"),
                List.of("alice", "bob"),
                Instant.EPOCH,
                2,
                1));

    assertThat(Cli.inSession(node, "", "files", "team").out().lines().toList().get(1))
        .matches(" *1 MiB +2/1 +alice,bob +a\ufffd\\.bin");
    assertThat(Cli.inSession(node, "", "files", "team", "--json").out())
        .startsWith("{\"fileId\":\"" + ID + "\"")
        .contains("\"size\":1048576,\"tags\":[\"big\"],\"sharers\":[\"alice\",\"bob\"]")
        .contains("\"published\":\"1970-01-01T00:00:00Z\",\"seeders\":2,\"leechers\":1}");
  }

  @Test
  void shouldSucceedAndSaySoWhenAListIsEmpty() {
    for (String[] command :
        List.of(
            new String[] {"group", "list"},
            new String[] {"group", "requests", "team"},
            new String[] {"files", "team"})) {
      Cli empty = Cli.inSession(node, "", command);
      assertThat(empty.exitCode()).isZero();
      assertThat(empty.out()).isEmpty();
      assertThat(empty.err()).isNotBlank();
    }
  }

  @Test
  void shouldSaySoWhenOthersGoOnSharing() {
    node.gone = false;

    Cli unshare = Cli.inSession(node, "", "unshare", "team", "a.bin");

    assertThat(unshare.out()).isEqualTo("unshared a.bin in team\n");
    assertThat(unshare.err()).contains("Others share it there still");
  }

  @Test
  void shouldNotFindAFileThatTheGroupDoesNotList() {
    Cli get = Cli.inSession(node, "", "get", "--group", "team", "a\u001b.bin");

    assertThat(get.exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(get.err()).isEqualTo("shoal: the group team has no file of the name a\ufffd.bin\n");
  }

  @Test
  void shouldEndWithTheCodeOfWhatIsWrong() {
    node.failure = new NotFoundException("there is no such group", null);
    assertThat(Cli.inSession(node, "", "files", "team").exitCode()).isEqualTo(ExitCodes.NOT_FOUND);

    node.failure = new DeniedException("only its owner may", null);
    assertThat(Cli.inSession(node, "", "group", "invite", "team").exitCode())
        .isEqualTo(ExitCodes.DENIED);

    node.failure = new ConflictException("there is a group of that name", null);
    Cli conflict = Cli.inSession(node, "", "group", "create", "team", "--json");
    assertThat(conflict.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(conflict.json().get(0).get("error").getAsString())
        .isEqualTo("there is a group of that name");
  }

  @ParameterizedTest
  @CsvSource({
    "group create -team",
    "group join te/am",
    "group accept team b@b",
    "group create team --join no"
  })
  void shouldRefuseWhatCanNotBeAName(String command) {
    Cli refused = Cli.inSession(node, "", command.split(" ", -1));

    assertThat(refused.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(node.asked).isEmpty();
  }
}
