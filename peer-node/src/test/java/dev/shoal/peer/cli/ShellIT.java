package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.swarm.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tracker and the sessions of four people, each a process of its own; every test has groups and
 * files of its own.
 */
@Tag("any-jdk")
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class ShellIT {
  private static final String PASSWORD = "correct horse";
  private static final int PATIENCE_SECONDS = 30;
  private static final int LENGTH = 3_000_000;

  private final List<Program> running = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private Program alice;

  @SuppressWarnings("NullAway.Init")
  private Program bob;

  @SuppressWarnings("NullAway.Init")
  private Program carol;

  @SuppressWarnings("NullAway.Init")
  private Program dave;

  /** Some commands by the names of one time. */
  private record Words(
      String create,
      String join,
      String accept,
      String upload,
      String download,
      String list,
      String stop,
      String show) {}

  private static final Words EARLIER =
      new Words(
          "create_group",
          "join_group",
          "accept_request",
          "upload_file",
          "download_file",
          "list_files",
          "stop_share",
          "show_downloads");

  private static final Words TODAY =
      new Words(
          "group create",
          "group join",
          "group accept",
          "share --group",
          "get --group",
          "files",
          "unshare",
          "downloads");

  @BeforeAll
  void start(@TempDir Path made) throws Exception {
    directory = made;
    Program server =
        start(
            "dev.shoal.tracker.cli.TrackerMain",
            "--port",
            "0",
            "--bind",
            "127.0.0.1",
            "--data",
            "tracker");
    String tracker = server.line().replace("tracker listening on ", "");
    alice = session("alice", tracker);
    bob = session("bob", tracker);
    carol = session("carol", tracker);
    dave = session("dave", tracker);
    logIn(alice, "create_user alice", "login alice");
    logIn(bob, "create_user bob", "login bob");
    logIn(carol, "user create carol", "login carol");
    logIn(dave, "user create dave", "login dave");
  }

  @AfterAll
  void stopAll() {
    running.forEach(Program::close);
  }

  private Program start(String main, String... args) throws Exception {
    Program program = Program.start(directory, main, List.of(args));
    running.add(program);
    return program;
  }

  private Program session(String name, String tracker) throws Exception {
    return start(
        ShoalMain.class.getName(),
        "shell",
        "--tracker",
        tracker,
        "--bind",
        "127.0.0.1",
        "--data",
        name);
  }

  private static void logIn(Program session, String create, String login) throws Exception {
    session.type(create, PASSWORD, PASSWORD, login, PASSWORD);
    assertThat(line(session)).startsWith("created user ");
    assertThat(line(session)).startsWith("logged in as ");
  }

  /** The next line, or what went wrong instead. */
  private static String line(Program session) throws Exception {
    try {
      return Background.call(session::line).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(session.err(), e);
    }
  }

  /** What a command says. */
  private static String says(Program session, String command) throws Exception {
    session.type(command);
    return line(session);
  }

  private static void isRefused(Program session, String command, int exitCode) throws Exception {
    assertThat(says(session, command + " --json")).endsWith("\"exitCode\":" + exitCode + "}");
  }

  private void fetches(Program session, Words words, String group, String name, String copy)
      throws Exception {
    session.type(String.join(" ", words.download, group, name, copy), "wait");
    assertThat(line(session)).isEqualTo("getting " + copy);
    assertThat(line(session)).isEqualTo("got " + copy + " " + LENGTH);
    assertThat(directory.resolve(copy)).hasSameBinaryContentAs(directory.resolve(name));
  }

  /** It shows all downloads of the session, the last one last. */
  private static void showsComplete(Program session, Words words, String last) throws Exception {
    String shown = says(session, words.show + " --json");
    while (!shown.contains(last)) {
      shown = line(session);
    }
    assertThat(shown).startsWith("{\"state\":\"complete\"").contains("\"bytes\":" + LENGTH);
  }

  @Test
  void shouldShareAmongThreeAndRefuseTheFourthWithTheCommandsOfEarlierSystems() throws Exception {
    shareAmongThreeAndRefuseTheFourth(EARLIER, "crew", "film.mkv");
  }

  @Test
  void shouldShareAmongThreeAndRefuseTheFourthWithTheCommandsOfToday() throws Exception {
    shareAmongThreeAndRefuseTheFourth(TODAY, "team", "model.bin");
  }

  private void shareAmongThreeAndRefuseTheFourth(Words words, String group, String file)
      throws Exception {
    Content.write(directory.resolve(file), LENGTH, 1);
    Content.write(directory.resolve("carols-" + file), LENGTH, 2);
    assertThat(says(alice, words.create + " " + group)).isEqualTo("created group " + group);
    for (Program asking : List.of(bob, carol)) {
      assertThat(says(asking, words.join + " " + group)).isEqualTo("requested to join " + group);
    }
    for (String user : List.of("bob", "carol")) {
      assertThat(says(alice, String.join(" ", words.accept, group, user)))
          .isEqualTo("accepted " + user + " in " + group);
    }
    assertThat(says(alice, String.join(" ", words.upload, group, file)))
        .startsWith("shared ")
        .endsWith(" " + file);
    assertThat(says(carol, String.join(" ", words.upload, group, "carols-" + file)))
        .startsWith("shared ");

    fetches(bob, words, group, file, "bobs-copy-of-" + file);
    fetches(carol, words, group, file, "carols-copy-of-" + file);
    fetches(alice, words, group, "carols-" + file, "alices-copy-of-carols-" + file);
    showsComplete(alice, words, "alices-copy-of-carols-" + file);

    isRefused(dave, words.list + " " + group, ExitCodes.DENIED);
    isRefused(dave, String.join(" ", words.download, group, file, "daves.copy"), ExitCodes.DENIED);
    assertThat(directory.resolve("daves.copy")).doesNotExist();

    assertThat(says(alice, String.join(" ", words.stop, group, file)))
        .isEqualTo("unshared " + file + " in " + group);
    isRefused(bob, String.join(" ", words.download, group, file, "late.copy"), ExitCodes.NOT_FOUND);
    for (Program program : running) {
      assertThat(program.err()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void shouldServeEverybodyStillWhenAFileIsTakenBackFromAGroup() throws Exception {
    Path file = Content.write(directory.resolve("public.bin"), LENGTH, 3);
    assertThat(says(bob, "create_group open")).isEqualTo("created group open");
    String id = says(bob, "share public.bin").split(" ", -1)[1];
    assertThat(says(bob, "upload_file open public.bin")).startsWith("shared ");

    assertThat(says(bob, "stop_share open public.bin")).isEqualTo("unshared public.bin in open");

    dave.type("get " + id + " public.copy", "wait");
    assertThat(line(dave)).isEqualTo("getting public.copy");
    assertThat(line(dave)).isEqualTo("got public.copy " + LENGTH);
    assertThat(directory.resolve("public.copy")).hasSameBinaryContentAs(file);
  }
}
