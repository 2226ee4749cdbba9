package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Groups as people use them from the command line, each with a node of their own. */
@Tag("any-jdk")
@Timeout(120)
class GroupCommandsIT {
  private static final String TEAM = "team";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  private People people;

  @BeforeEach
  void startTracker() {
    people = new People(directory);
  }

  @AfterEach
  void stopAll() throws InterruptedException {
    people.stop();
  }

  private Person person(String name) throws IOException {
    return people.person(name);
  }

  /** The owner of a group with that member. */
  private Person ownerOfTeamWith(Person... members) throws IOException {
    Person owner = person("alice");
    owner.does("group", "create", TEAM, "--join", "open");
    for (Person member : members) {
      member.does("group", "join", TEAM);
    }
    return owner;
  }

  @Test
  void shouldShareAmongThreeAndRefuseTheFourth() throws Exception {
    Person alice = person("alice");
    Person bob = person("bob");
    Person carol = person("carol");
    Person dave = person("dave");
    assertThat(alice.does("group", "create", TEAM)).isEqualTo("created group team\n");
    for (Person asking : List.of(bob, carol)) {
      assertThat(asking.does("group", "join", TEAM)).isEqualTo("requested to join team\n");
      alice.does("group", "accept", TEAM, asking.name());
    }
    Path file = alice.file("model.bin", 1);
    alice.shares(TEAM, file);

    for (Person member : List.of(bob, carol)) {
      member.does("get", "--group", TEAM, "model.bin", member.path("copy.bin").toString());
      assertThat(member.path("copy.bin")).hasSameBinaryContentAs(file);
    }
    JsonObject listed = carol.run("files", TEAM, "--json").json().get(0);
    String copy = dave.path("copy.bin").toString();

    assertThat(dave.run("files", TEAM).exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(dave.run("group", "members", TEAM).exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(dave.run("get", "--group", TEAM, "model.bin", copy).exitCode())
        .isEqualTo(ExitCodes.DENIED);
    String fileId = listed.get("fileId").getAsString();
    assertThat(dave.run("get", fileId, "-o", copy).exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(dave.run("info", fileId).exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(dave.run("search", "model").exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(Path.of(copy)).doesNotExist();
  }

  @Test
  void shouldShowAGroupByInvitationToThoseWithTheCodeAlone() throws Exception {
    Person alice = person("alice");
    Person bob = person("bob");
    Person dave = person("dave");
    alice.does("group", "create", "secret", "--join", "invitation");
    String code = alice.does("group", "invite", "secret").strip();

    assertThat(dave.does("group", "list")).isEmpty();
    Cli known = dave.run("files", "secret");
    Cli unknown = dave.run("files", "nothing");
    assertThat(known.exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(known.err().replace("secret", "nothing")).isEqualTo(unknown.err());
    assertThat(dave.run("group", "join", "secret", "WRONG").exitCode()).isNotZero();

    assertThat(bob.does("group", "join", "secret", code)).isEqualTo("joined secret\n");
    assertThat(bob.does("group", "list")).contains("secret");
  }

  @Test
  void shouldRefuseAMemberWhoIsRemovedAndTakeBackWhatTheyShared() throws Exception {
    Person bob = person("bob");
    Person alice = ownerOfTeamWith(bob);
    alice.shares(TEAM, alice.file("model.bin", 1));
    bob.shares(TEAM, bob.file("notes.txt", 2));
    assertThat(bob.files(TEAM)).containsExactly("model.bin", "notes.txt");

    alice.does("group", "remove", TEAM, "bob");

    assertThat(alice.files(TEAM)).containsExactly("model.bin");
    Cli get = bob.run("get", "--group", TEAM, "model.bin", bob.path("copy.bin").toString());
    assertThat(get.exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(bob.path("copy.bin")).doesNotExist();
  }

  @Test
  void shouldRefuseAnotherFileOfANameThatTheGroupHas() throws Exception {
    Person bob = person("bob");
    Person alice = ownerOfTeamWith(bob);
    alice.shares(TEAM, alice.file("model.bin", 1));

    Cli other = bob.run("share", "--group", TEAM, bob.file("model.bin", 2).toString());
    assertThat(other.exitCode()).as(other.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(other.err()).contains("model.bin");

    Path same = Files.copy(alice.path("model.bin"), bob.path("same.bin"));
    Cli renamed = bob.run("share", "--group", TEAM, same.toString());
    assertThat(renamed.exitCode()).as(renamed.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(renamed.err()).contains("model.bin");
  }

  @Test
  void shouldListAFileUntilItsLastSharerStops() throws Exception {
    Person bob = person("bob");
    Person alice = ownerOfTeamWith(bob);
    Path file = alice.file("model.bin", 1);
    RunningCli first = alice.shares(TEAM, file);
    bob.shares(TEAM, Files.copy(file, bob.path("model.bin")));
    assertThat(alice.run("files", TEAM, "--json").json().get(0).get("sharers"))
        .hasToString("[\"alice\",\"bob\"]");

    first.stop();
    alice.does("unshare", TEAM, "model.bin");
    assertThat(alice.run("files", TEAM, "--json").json().get(0).get("sharers"))
        .hasToString("[\"bob\"]");
    alice.does("get", "--group", TEAM, "model.bin", alice.path("copy.bin").toString());
    assertThat(alice.path("copy.bin")).hasSameBinaryContentAs(file);

    assertThat(bob.run("unshare", TEAM, "model.bin", "--json").json().get(0).get("gone"))
        .hasToString("true");
    assertThat(alice.files(TEAM)).isEmpty();
    assertThat(alice.run("get", "--group", TEAM, "model.bin").exitCode())
        .isEqualTo(ExitCodes.NOT_FOUND);
  }

  @Test
  void shouldTakeBackWhatAMemberSharedWhoLeaves() throws Exception {
    Person bob = person("bob");
    Person alice = ownerOfTeamWith(bob);
    bob.shares(TEAM, bob.file("notes.txt", 1));
    assertThat(alice.files(TEAM)).containsExactly("notes.txt");

    bob.does("group", "leave", TEAM);

    assertThat(alice.files(TEAM)).isEmpty();
    assertThat(bob.run("files", TEAM).exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(alice.run("group", "leave", TEAM).exitCode()).isNotZero(); // an owner deletes
  }

  @Test
  void shouldKnowNothingOfAGroupThatIsDeletedButKeepTheFiles() throws Exception {
    Person bob = person("bob");
    Person alice = ownerOfTeamWith(bob);
    Path file = alice.file("model.bin", 1);
    alice.shares(TEAM, file);

    assertThat(bob.run("group", "delete", TEAM, "--yes").exitCode()).isEqualTo(ExitCodes.DENIED);
    alice.does("group", "delete", TEAM, "--yes");

    assertThat(bob.run("files", TEAM).exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(bob.run("get", "--group", TEAM, "model.bin").exitCode())
        .isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(file).exists();
  }

  @Test
  void shouldKeepALoginUntilItIsEnded() throws Exception {
    Person alice = person("alice");
    assertThat(alice.does("whoami")).isEqualTo("alice\n");

    alice.does("logout");

    assertThat(alice.run("whoami").exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(alice.run("group", "list").exitCode()).isEqualTo(ExitCodes.DENIED);
  }
}
