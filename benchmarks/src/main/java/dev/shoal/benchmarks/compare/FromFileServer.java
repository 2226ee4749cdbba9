package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.node.NodeProcess;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.Run;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node that serves the file over HTTP, and curl, which fetches it and verifies nothing. */
final class FromFileServer implements Contestant {
  private final Scope scope;
  private final String name;
  private final Command command;
  private final Path copy;
  private final Path file;
  private @Nullable NodeProcess node;
  private String url = "";

  /** Makes the command line of the node. */
  @FunctionalInterface
  interface Command {
    /** With its directory, which must not be there. */
    List<String> make() throws IOException;
  }

  /**
   * Nothing runs yet.
   *
   * @param within what ends its processes at the latest
   * @param copy where curl puts it
   */
  FromFileServer(Scope within, String name, Command command, Path copy, Path file) {
    this.scope = within.nested();
    this.name = name;
    this.command = command;
    this.copy = copy;
    this.file = file;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    List<String> line = command.make();
    NodeProcess started = scope.start(() -> NodeProcess.start("server", Transfer.HOST, line));
    url = started.awaitReady().url(started.share(file, 0));
    node = started;
  }

  @Override
  public Measures run() throws IOException, InterruptedException {
    NodeProcess server = Objects.requireNonNull(node);
    double before = server.usage().cpuSeconds();
    Run run = Run.of(scope, FromNginx.curl(url, copy));
    double sent = server.usage().cpuSeconds() - before;
    Content.requireEqual(file, copy);
    Files.delete(copy);
    return Contestant.measures(Files.size(file), run.seconds(), sent, run.cpuSeconds());
  }

  @Override
  public void close() {
    scope.close();
  }
}
