package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An administrator's commands, each with what it means for those whom it concerns. */
@Tag("any-jdk")
@Timeout(120)
class AdministratorCommandsIT {
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

  @Test
  void shouldLetAdministratorsAloneAdminister() throws Exception {
    Person root = people.administrator("root");
    Person alice = people.person("alice");
    assertThat(root.run("user", "list", "--json").json())
        .extracting(user -> user.get("user").getAsString())
        .containsExactly("alice", "root");
    for (String command :
        new String[] {"user list", "user promote alice", "user delete root --yes", "keys rotate"}) {
      Cli refused = alice.run(command.split(" ", -1));
      assertThat(refused.exitCode()).as(command + refused.err()).isEqualTo(ExitCodes.DENIED);
    }

    root.does("user", "promote", "alice");
    alice.does("keys", "rotate");
    alice.does("user", "demote", "root");

    assertThat(root.run("user", "list").exitCode()).isEqualTo(ExitCodes.DENIED);
    Cli last = alice.run("user", "demote", "alice");
    assertThat(last.exitCode()).as(last.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(alice.run("user", "promote", "nobody").exitCode()).isEqualTo(ExitCodes.NOT_FOUND);
  }

  @Test
  void shouldEndAllLoginsOfWhomAPasswordIsGiven() throws Exception {
    Person root = people.administrator("root");
    Person alice = people.person("alice");

    root.says("battery staple\n", "user", "reset-password", "alice", "--password-file", "-");

    assertThat(alice.run("whoami").exitCode()).isEqualTo(ExitCodes.DENIED);
    Cli before = alice.runWith("correct horse\n", "login", "alice", "--password-file", "-");
    assertThat(before.exitCode()).as(before.err()).isEqualTo(ExitCodes.DENIED);
    alice.says("battery staple\n", "login", "alice", "--password-file", "-");
  }

  @Test
  void shouldDeleteAnAccountWithWhatItSharesOnceItOwnsNoGroup() throws Exception {
    Person root = people.administrator("root");
    Person alice = people.person("alice");
    Person bob = people.person("bob");
    alice.does("group", "create", "team", "--join", "open");
    bob.does("group", "join", "team");
    bob.does("group", "create", "secret", "--join", "invitation");
    bob.shares("team", bob.file("notes.txt", 1));
    assertThat(alice.files("team")).containsExactly("notes.txt");

    Cli owner = root.run("user", "delete", "bob", "--yes");
    assertThat(owner.exitCode()).as(owner.err()).isEqualTo(ExitCodes.FAILED);
    assertThat(root.does("group", "list")).contains("secret");
    root.does("group", "delete", "secret", "--yes");
    root.does("user", "delete", "bob", "--yes");

    assertThat(alice.files("team")).isEmpty();
    assertThat(bob.run("whoami").exitCode()).isEqualTo(ExitCodes.DENIED);
    assertThat(alice.does("group", "members", "team")).doesNotContain("bob");
  }
}
