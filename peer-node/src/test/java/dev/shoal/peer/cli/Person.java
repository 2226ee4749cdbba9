package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.swarm.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Somebody with a node and an account, who uses the program in this JVM. */
final class Person {
  private static final String PASSWORD = "correct horse\n";

  private final String name;
  private final Path home;
  private final List<String> node;
  private final List<RunningCli> sharing = new ArrayList<>();

  private Person(String name, Path home, String tracker) {
    this.name = name;
    this.home = home;
    this.node =
        List.of(
            "--tracker", tracker, "--bind", "127.0.0.1", "--data", home.resolve("data").toString());
  }

  /** With an account, and logged in. */
  static Person loggedIn(String name, Path directory, String tracker, String... more)
      throws IOException {
    Person person = new Person(name, Files.createDirectory(directory.resolve(name)), tracker);
    person.says(
        PASSWORD,
        Stream.concat(Stream.of("user", "create", name, "--password-file", "-"), Stream.of(more))
            .toArray(String[]::new));
    person.says(PASSWORD, "login", name, "--password-file", "-");
    return person;
  }

  String name() {
    return name;
  }

  /** A path of one's own. */
  Path path(String file) {
    return home.resolve(file);
  }

  /** Makes a file of one's own. */
  Path file(String file, long seed) throws IOException {
    return Content.write(path(file), 300_000, seed);
  }

  /** What a command did. */
  Cli run(String... args) {
    return runWith("", args);
  }

  /** What a command did, with that on stdin. */
  Cli runWith(String stdin, String... args) {
    return Cli.withStdin(stdin, with(args));
  }

  /** Runs a command that must end well; its stdout. */
  String does(String... args) {
    return says("", args);
  }

  /** Runs a command that must end well, with that on stdin; its stdout. */
  String says(String stdin, String... args) {
    Cli cli = runWith(stdin, args);
    assertThat(cli.exitCode()).as(name + ": " + String.join(" ", args) + "\n" + cli.err()).isZero();
    return cli.out();
  }

  /** Shares until it is stopped. */
  RunningCli shares(String group, Path file, String... more) throws InterruptedException {
    String[] args =
        Stream.concat(Stream.of("share", "--group", group, file.toString()), Stream.of(more))
            .toArray(String[]::new);
    RunningCli share = RunningCli.start(with(args));
    sharing.add(share);
    assertThat(share.line()).as(share::err).startsWith("shared ");
    return share;
  }

  /** The names in a group's list. */
  List<String> files(String group) {
    return run("files", group, "--json").json().stream()
        .map(file -> file.get("name").getAsString())
        .toList();
  }

  /** The words of a command, with those that say which node is meant. */
  String[] with(String... args) {
    return Stream.concat(Stream.of(args), node.stream()).toArray(String[]::new);
  }

  /** Shares no longer. */
  void stop() throws InterruptedException {
    for (RunningCli each : sharing) {
      each.stop();
    }
  }
}
