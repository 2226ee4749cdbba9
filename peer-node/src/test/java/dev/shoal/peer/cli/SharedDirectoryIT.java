package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes at once that are the same node to others. */
@Tag("any-jdk")
@Timeout(120)
class SharedDirectoryIT {
  private static final int ENDED_BY_SIGTERM = 143;

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
  void shouldShareInOneProcessAndFetchInAnotherWithTheSameDirectory() throws Exception {
    Person alice = people.person("alice");
    Person bob = people.person("bob");
    alice.does("group", "create", "team", "--join", "open");
    bob.does("group", "join", "team");
    Path model = alice.file("model.bin", 1);
    Path notes = alice.file("notes.txt", 2);
    try (Program share = start(alice, "share", "--group", "team", model.toString());
        Program shell = start(alice, "shell")) {
      assertThat(share.line()).as(share.err()).startsWith("shared ");

      shell.type(
          "whoami",
          "files team --json",
          "get --group team model.bin '" + alice.path("copy.bin") + "'",
          "wait",
          "share --group team '" + notes + "'");
      assertThat(shell.line()).isEqualTo("alice");
      assertThat(shell.line()).contains("model.bin", "\"seeders\":1");
      assertThat(shell.line()).startsWith("getting ");
      assertThat(shell.line()).startsWith("got ");
      assertThat(alice.path("copy.bin")).hasSameBinaryContentAs(model);
      assertThat(shell.line()).startsWith("shared ");

      for (Path file : List.of(model, notes)) {
        Path copy = bob.path(String.valueOf(file.getFileName()));
        bob.does("get", "--group", "team", copy.getFileName().toString(), copy.toString());
        assertThat(copy).hasSameBinaryContentAs(file);
      }
      shell.type("exit");
      assertThat(shell.exitCode()).as(shell.err()).isZero();
      bob.does("get", "--group", "team", "model.bin", bob.path("again.bin").toString());
      share.terminate();
      assertThat(share.exitCode()).as(share.err()).isEqualTo(ENDED_BY_SIGTERM);
      assertThat(share.err()).contains("Stopped.");
    }
  }

  private Program start(Person person, String... args) throws Exception {
    return Program.start(directory, ShoalMain.class.getName(), List.of(person.with(args)));
  }
}
