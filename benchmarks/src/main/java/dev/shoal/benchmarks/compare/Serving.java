package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Programs;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Results;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A node and nginx that serve ranges of one file to clients that discard them, in turn. */
final class Serving {
  private static final String STEADY = ", steady";
  private static final String NGINX = "nginx, wrk";
  private static final double NO_END = 1e9;

  private final NodeOptions nodes;
  private final List<Path> javas;
  private final Path directory;
  private final Path file;
  private final ServeOptions options;
  private final Consumer<String> notes;

  /**
   * Nothing runs yet.
   *
   * @param notes told what is missing
   */
  Serving(
      NodeOptions nodes,
      List<Path> javas,
      Path directory,
      Path file,
      ServeOptions options,
      Consumer<String> notes) {
    this.nodes = nodes;
    this.javas = javas;
    this.directory = directory;
    this.file = file;
    this.options = options;
    this.notes = notes;
  }

  /**
   * Runs all rounds.
   *
   * @param alone without nginx
   */
  void run(Scope scope, Results results, int runs, double seconds, boolean alone)
      throws IOException, InterruptedException {
    List<String> missing = Programs.missing(NginxServing.PROGRAMS);
    if (!alone && !missing.isEmpty()) {
      notes.accept("not installed: " + String.join(", ", missing) + "; going on without");
    }
    for (int i = 0; i < runs; i++) {
      for (Path java : javas) {
        serve(
            scope,
            results,
            java,
            directory.resolve("serving-" + i + "-" + javas.indexOf(java)),
            seconds);
      }
      if (!alone && missing.isEmpty()) {
        try (NginxServing nginx =
            new NginxServing(scope, directory.resolve("nginx-" + i), file, options)) {
          results.add(NGINX, nginx.run(seconds));
        }
      }
    }
    results.printMedians();
    for (Path java : javas) {
      results.printRatios(name(java) + STEADY, NGINX, List.of("MB_per_s", "send_cpu_s_per_GiB"));
    }
  }

  /** The whole file's worth by a new JVM, then the same for warming, then what counts. */
  private void serve(Scope scope, Results results, Path java, Path data, double seconds)
      throws IOException, InterruptedException {
    JavaProgram program = nodes.program(java);
    Transfer.Launcher launcher = own -> nodes.command(program, own, Transfer.HOST);
    try (ShoalServing serving = new ShoalServing(scope, launcher, data, file, options)) {
      results.add(name(java) + ", first pass", serving.run(Files.size(file), NO_END));
      serving.run(Long.MAX_VALUE, seconds);
      results.add(name(java) + STEADY, serving.run(Long.MAX_VALUE, seconds));
    }
  }

  private String name(Path java) throws IOException {
    return javas.size() == 1 ? "shoal" : "shoal, " + Javas.name(java);
  }
}
