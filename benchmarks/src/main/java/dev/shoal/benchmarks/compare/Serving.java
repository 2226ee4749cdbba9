package dev.shoal.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Nginx;
import dev.shoal.benchmarks.programs.Programs;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.report.Results;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A node and nginx that serve ranges of one file to clients that discard them, in turn. */
final class Serving {
  private static final String STEADY = ", steady";
  private static final String NGINX = "nginx";
  private static final String WRK = "nginx, wrk";
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
    boolean nginx = !alone && isInstalled(Nginx.PROGRAM);
    boolean wrk = nginx && isInstalled(NginxServing.WRK);
    for (int i = 0; i < runs; i++) {
      for (Path java : javas) {
        serve(
            scope,
            results,
            java,
            directory.resolve("serving-" + i + "-" + javas.indexOf(java)),
            seconds);
      }
      if (nginx) {
        try (NginxServing serving =
            new NginxServing(scope, directory.resolve("nginx-" + i), file, options)) {
          results.add(NGINX, serving.run(seconds));
          if (wrk) {
            results.add(WRK, serving.runWrk(seconds));
          }
        }
      }
    }
    results.printMedians();
    for (Path java : javas) {
      for (String other : List.of(NGINX, WRK)) {
        results.printRatios(name(java) + STEADY, other, List.of("MB_per_s", "send_cpu_s_per_GiB"));
      }
    }
  }

  private boolean isInstalled(String program) {
    boolean missing = !Programs.missing(List.of(program)).isEmpty();
    if (missing) {
      notes.accept("not installed: " + program + "; going on without");
    }
    return !missing;
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

  /**
   * Lets a client fetch and discard.
   *
   * @param server its processor time so far
   */
  static Measures measure(RangeClient client, long bytes, double seconds, CpuSeconds server)
      throws IOException {
    double sending = server.soFar();
    double receiving = ownCpuSeconds();
    long start = System.nanoTime();
    long came = client.run(bytes, seconds);
    double took = (System.nanoTime() - start) / 1e9;
    double sent = server.soFar() - sending;
    return Contestant.measures(came, took, sent, ownCpuSeconds() - receiving);
  }

  private static double ownCpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** What tells a server's processor time. */
  @FunctionalInterface
  interface CpuSeconds {
    /** Of all its processes. */
    double soFar() throws IOException;
  }

  private String name(Path java) throws IOException {
    return javas.size() == 1 ? "shoal" : "shoal, " + Javas.name(java);
  }
}
