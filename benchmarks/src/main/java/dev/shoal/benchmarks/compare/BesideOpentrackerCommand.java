package dev.shoal.benchmarks.compare;

import com.google.gson.JsonObject;
import dev.shoal.benchmarks.programs.Server;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the tracker's queries beside a BitTorrent tracker's announces over UDP, in turn. */
@Command(
    name = "beside-opentracker",
    description = {
      "Runs the tracker's queries and opentracker's UDP announces in turn: 30 of a file's 100"
          + " sources in each answer. opentracker must be installed; run as root, since it changes its root directory."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class BesideOpentrackerCommand implements Callable<Integer> {
  private static final String NAMES = "names";
  private static final int CONNECTIONS = 50;
  private static final double WARMUP_SECONDS = 1;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private ComparisonOptions options = new ComparisonOptions();

  @Option(
      names = "--pipeline",
      paramLabel = "P",
      description = "Queries sent together on each of 50 connections. Default: ${DEFAULT-VALUE}.")
  private int pipeline = 16;

  @Option(
      names = "--ahead",
      paramLabel = "N",
      description = "Announces under way. Default: ${DEFAULT-VALUE}.")
  private int ahead = 64;

  /** For picocli. */
  public BesideOpentrackerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    options.check(spec.commandLine(), pipeline > 0 && ahead > 0);
    try {
      return compare();
    } catch (IOException e) {
      spec.commandLine().getErr().println("beside-opentracker: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private int compare() throws IOException, InterruptedException {
    try (TemporaryDirectory directory = new TemporaryDirectory();
        Server opentracker = Server.start(command(directory.path()));
        Announcer announcer = new Announcer(opentracker.port());
        Tracker tracker = Tracker.start(options.trackerJar, CONNECTIONS)) {
      announcer.fill(Work.SETS, Work.MEMBERS, ahead);
      announcer.run(WARMUP_SECONDS, ahead, Work.SETS, Work.MEMBERS);
      List<Figure> theirs = new ArrayList<>();
      List<Figure> ours = new ArrayList<>();
      for (int i = 0; i < options.runs; i++) {
        theirs.add(announce(opentracker, announcer));
        ours.add(tracker.measure(Work.ALL.get(0), pipeline, options.seconds));
      }
      report(Figure.median(theirs), Figure.median(ours), announcer.peersEach());
      return ExitCode.OK;
    }
  }

  /**
   * It changes to that directory as its root; where it is built so, it serves only named torrents.
   */
  private static List<String> command(Path directory) throws IOException {
    List<String> names = IntStream.range(0, Work.SETS).mapToObj(Announcer::name).toList();
    Files.write(directory.resolve(NAMES), names);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return List.of(
        "opentracker",
        "-i",
        "127.0.0.1",
        "-p",
        "{port}",
        "-P",
        "{port}",
        "-d",
        "" + directory,
        "-w",
        "/" + NAMES);
  }

  private Figure announce(Server opentracker, Announcer announcer) throws IOException {
    double before = opentracker.cpuSeconds();
    long start = System.nanoTime();
    announcer.run(options.seconds, ahead, Work.SETS, Work.MEMBERS);
    double took = (System.nanoTime() - start) / 1e9;
    double used = opentracker.cpuSeconds() - before;
    long answered = Math.max(1, announcer.answered());
    return new Figure(answered / took, used / answered * 1e6);
  }

  private void report(Figure opentracker, Figure tracker, double peersEach) {
    JsonObject line = new JsonObject();
    line.addProperty("opentracker_announces_per_s", opentracker.operationsPerSecond());
    line.addProperty("opentracker_peers_per_answer", peersEach);
    line.addProperty("tracker_queries_per_s", tracker.operationsPerSecond());
    line.addProperty(
        "throughput_ratio", tracker.operationsPerSecond() / opentracker.operationsPerSecond());
    line.addProperty("opentracker_server_cpu_us", opentracker.serverMicros());
    line.addProperty("tracker_server_cpu_us", tracker.serverMicros());
    line.addProperty("server_cpu_ratio", opentracker.serverMicros() / tracker.serverMicros());
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
