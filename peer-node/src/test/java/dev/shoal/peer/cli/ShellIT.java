package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.swarm.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions as people have them: each a process of its own, with the commands of earlier systems.
 */
@Timeout(120)
class ShellIT {
  private static final String PASSWORD = "correct horse";
  private static final int PATIENCE_SECONDS = 30;

  @TempDir private Path directory;

  private final List<Program> running = new ArrayList<>();

  @AfterEach
  void stopAll() {
    running.forEach(Program::close);
  }

  private Program start(Class<?> main, String... args) throws Exception {
    Program program = Program.start(directory, main.getName(), List.of(args));
    running.add(program);
    return program;
  }

  /** A session of somebody who has an account and is logged in. */
  private Program session(String name, String tracker) throws Exception {
    Program session =
        start(
            ShoalMain.class, "shell", "--tracker", tracker, "--bind", "127.0.0.1", "--data", name);
    session.type("create_user " + name, PASSWORD, PASSWORD, "login " + name, PASSWORD);
    assertThat(line(session)).isEqualTo("created user " + name);
    assertThat(line(session)).isEqualTo("logged in as " + name);
    return session;
  }

  /** The next line, or what went wrong instead. */
  private static String line(Program session) throws Exception {
    try {
      return Background.call(session::line).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(session.err(), e);
    }
  }

  @Test
  void shouldShareAmongThreeAndRefuseTheFourthWithTheOldCommands() throws Exception {
    Path file = Content.write(directory.resolve("model.bin"), 3_000_000, 1);
    Program server =
        Program.start(
            directory,
            "dev.shoal.tracker.cli.TrackerMain",
            List.of("--port", "0", "--bind", "127.0.0.1", "--data", "tracker"));
    running.add(server);
    String tracker = server.line().replace("tracker listening on ", "");
    Program alice = session("alice", tracker);
    Program bob = session("bob", tracker);
    Program carol = session("carol", tracker);
    Program dave = session("dave", tracker);

    alice.type("create_group team");
    assertThat(line(alice)).isEqualTo("created group team");
    for (Program asking : List.of(bob, carol)) {
      asking.type("join_group team");
      assertThat(line(asking)).isEqualTo("requested to join team");
    }
    alice.type(
        "accept_request team bob", "accept_request team carol", "upload_file team model.bin");
    assertThat(line(alice)).isEqualTo("accepted bob in team");
    assertThat(line(alice)).isEqualTo("accepted carol in team");
    assertThat(line(alice)).startsWith("shared ").endsWith(" model.bin");

    bob.type("download_file team model.bin bob.bin", "wait", "show_downloads --json");
    assertThat(line(bob)).isEqualTo("getting bob.bin");
    assertThat(line(bob)).isEqualTo("got bob.bin 3000000");
    assertThat(line(bob)).startsWith("{\"state\":\"complete\"").contains("3000000");
    assertThat(directory.resolve("bob.bin")).hasSameBinaryContentAs(file);

    dave.type("list_files team", "download_file team model.bin dave.bin", "exit");
    assertThat(dave.exitCode()).as(dave.err()).isEqualTo(ExitCodes.DENIED);
    assertThat(directory.resolve("dave.bin")).doesNotExist();

    alice.type("stop_share team model.bin", "exit");
    assertThat(line(alice)).isEqualTo("unshared model.bin in team");
    assertThat(alice.exitCode()).as(alice.err()).isZero();

    carol.type("list_files team", "download_file team model.bin carol.bin", "exit");
    assertThat(carol.exitCode()).as(carol.err()).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(carol.err()).contains("The group team has no files.");
    for (Program session : running) {
      assertThat(session.err()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void shouldLoadNothingOfTheSessionForOtherCommands() throws Exception {
    Program help =
        Program.start(
            directory, List.of("-Xlog:class+load"), ShoalMain.class.getName(), List.of("--help"));
    running.add(help);

    assertThat(help.rest())
        .anyMatch(line -> line.contains("Reads commands from the terminal"))
        .anyMatch(line -> line.contains("dev.shoal.peer.cli.ShellCommand"))
        .noneMatch(line -> line.contains(" org.jline.")); // the JDK has one of its own
    assertThat(help.exitCode()).isZero();
  }
}
