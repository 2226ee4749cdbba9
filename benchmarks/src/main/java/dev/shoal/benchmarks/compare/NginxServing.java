package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.programs.Nginx;
import dev.shoal.benchmarks.programs.Run;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx that serves random ranges of one file, to the same client as a node and to wrk. */
final class NginxServing implements AutoCloseable {
  static final String WRK = "wrk";
  private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([\\d.]+)(ms|s|m)");

  private final Scope scope;
  private final Nginx nginx;
  private final Path script;
  private final String url;
  private final Path file;
  private final ServeOptions options;

  /**
   * Starts it.
   *
   * @param directory of its own; is made
   */
  NginxServing(Scope within, Path directory, Path file, ServeOptions options)
      throws IOException, InterruptedException {
    scope = within.nested();
    this.options = options;
    this.file = file;
    script = Files.createDirectory(directory).resolve("ranges.lua");
    Files.writeString(script, script(file, options.range()));
    Path root = Objects.requireNonNull(file.getParent());
    nginx = scope.start(() -> Nginx.start(root, directory.resolve("nginx")));
    url = nginx.url(file.getFileName().toString());
  }

  private static String script(Path file, int range) throws IOException {
    return """
        local range = %d
        local last = %d
        function request()
          local from = math.random(0, last) * range
          local bytes = string.format("bytes=%%d-%%d", from, from + range - 1)
          return wrk.format("GET", "/%s", { Range = bytes })
        end
        """
        .formatted(range, Files.size(file) / range - 1, file.getFileName());
  }

  /** Serves the client that nodes are measured with for so long. */
  Measures run(double seconds) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int ranges = (int) (Files.size(file) / options.range());
    String name = file.getFileName().toString();
    try (RangeClient client =
        new RangeClient(
            nginx.address(),
            () -> new HttpDialogue(name, options.range(), ranges, random),
            options.connections(),
            options.ahead())) {
      client.run(Files.size(file), seconds);
      return Serving.measure(client, Long.MAX_VALUE, seconds, nginx::cpuSeconds);
    }
  }

  /** Serves wrk for so long, which reads little at a time. */
  Measures runWrk(double seconds) throws IOException, InterruptedException {
    double before = nginx.cpuSeconds();
    String duration = Math.max(1, Math.round(seconds)) + "s";
    String connections = Integer.toString(options.connections());
    Run run =
        Run.of(
            scope, List.of(WRK, "-t1", "-c", connections, "-d", duration, "-s", "" + script, url));
    double sent = nginx.cpuSeconds() - before;
    Matcher total = TOTAL.matcher(run.output());
    if (!total.find() || run.output().contains("Non-2xx")) {
      throw new IOException("wrk says what is not understood:\n" + run.output());
    }
    long bytes = Long.parseLong(total.group(1)) * options.range();
    double took = Double.parseDouble(total.group(2)) * unit(total.group(3));
    return Contestant.measures(bytes, took, sent, run.cpuSeconds());
  }

  private static double unit(String name) {
    return name.equals("ms") ? 1e-3 : name.equals("m") ? 60 : 1;
  }

  @Override
  public void close() {
    scope.close();
  }
}
