package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.Nginx;
import dev.shoal.benchmarks.programs.Run;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** nginx that serves the file, and a program that fetches it and ends. */
final class FromNginx implements Contestant {
  private final String name;
  private final BiFunction<String, Path, List<String>> client;
  private final Path directory;
  private final Path file;
  private final Scope scope;
  private @Nullable Nginx nginx;

  /**
   * Nothing runs yet.
   *
   * @param within what ends its processes at the latest
   * @param client the command line that fetches a URL into a file
   * @param directory of its own; must not be there
   */
  FromNginx(
      Scope within,
      String name,
      BiFunction<String, Path, List<String>> client,
      Path directory,
      Path file) {
    scope = within.nested();
    this.name = name;
    this.client = client;
    this.directory = directory;
    this.file = file;
  }

  /** curl, which verifies nothing. */
  static List<String> curl(String url, Path copy) {
    return List.of("curl", "--silent", "--show-error", "--output", copy.toString(), url);
  }

  /** aria2 over four connections, held against a SHA-256. */
  static List<String> aria2(String url, Path copy, String sha256) {
    return List.of(
        "aria2c",
        "--no-conf",
        "--quiet",
        "--split=4",
        "--max-connection-per-server=4",
        "--min-split-size=1M",
        "--file-allocation=none",
        "--allow-overwrite=true",
        "--checksum=sha-256=" + sha256,
        "--dir=" + copy.getParent(),
        "--out=" + copy.getFileName(),
        url);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Files.createDirectory(directory);
    Path root = Objects.requireNonNull(file.getParent());
    nginx = scope.start(() -> Nginx.start(root, directory.resolve("nginx")));
  }

  @Override
  public Measures run() throws IOException, InterruptedException {
    Nginx server = Objects.requireNonNull(nginx);
    Path copy = directory.resolve("copy");
    double before = server.cpuSeconds();
    Run run = Run.of(scope, client.apply(server.url(file.getFileName().toString()), copy));
    double sent = server.cpuSeconds() - before;
    Content.requireEqual(file, copy);
    Files.delete(copy);
    return Contestant.measures(Files.size(file), run.seconds(), sent, run.cpuSeconds());
  }

  @Override
  public void close() {
    scope.close();
  }
}
