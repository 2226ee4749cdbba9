package dev.shoal.benchmarks.scale;

import com.google.gson.JsonObject;
import dev.shoal.benchmarks.programs.Server;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Restarts a tracker that many nodes use, and reports how they come back. */
@Command(
    name = "returning-peers",
    description = {
      "Ends a tracker that many nodes use, starts it again, and reports how long it takes until all"
          + " their registrations are back, and how many requests a second that makes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ReturningPeersCommand implements Callable<Integer> {
  private static final long STEP_MILLIS = 100;
  private static final int STEPS_A_SECOND = 10;
  private static final int MOST_STEPS = 1800;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--peers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int peers = 1000;

  @Option(
      names = "--files",
      paramLabel = "N",
      description = "Files that each of them shares, the same. Default: ${DEFAULT-VALUE}.")
  private int files = 20;

  @Option(
      names = "--down",
      paramLabel = "S",
      description = "How long the tracker is away. Default: ${DEFAULT-VALUE}.")
  private int down = 5;

  @Option(names = "--tracker-jar", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
  private Path trackerJar = Path.of("tracker-server/target/tracker-server.jar");

  /** For picocli. */
  public ReturningPeersCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (TemporaryDirectory directory = new TemporaryDirectory()) {
      return run(directory.path());
    }
  }

  private int run(Path directory) throws IOException, InterruptedException {
    EventLoopGroup loops = TransportKind.best().newGroup(2, "peers");
    ExecutorService workers = Executors.newFixedThreadPool(2);
    int port = Server.freePort();
    int httpPort = Server.freePort();
    Figures figures = new Figures(httpPort);
    List<String> command = tracker(directory, httpPort);
    Server tracker = Server.start(port, command);
    try (PeerFleet fleet = new PeerFleet(directory, "127.0.0.1:" + port, loops, workers)) {
      say("opening " + peers + " nodes with " + files + " files each");
      fleet.open(peers, files);
      double all = (double) peers * files;
      if (!awaitAll(figures, all)) {
        return ExitCode.SOFTWARE;
      }
      say("all have registered; the tracker ends and is away for " + down + " s");
      tracker.close();
      TimeUnit.SECONDS.sleep(down);
      tracker = Server.start(port, command);
      return watch(figures, all);
    } finally {
      tracker.close();
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
      workers.shutdownNow();
    }
  }

  private List<String> tracker(Path directory, int httpPort) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-jar",
        trackerJar.toString(),
        "--bind=127.0.0.1",
        "--port={port}",
        "--http-port=" + httpPort,
        "--data=" + directory.resolve("tracker"));
  }

  private boolean awaitAll(Figures figures, double all) throws InterruptedException {
    for (int i = 0; i < MOST_STEPS; i++) {
      if (Figures.sum(figures.scrape(), "shoal_tracker_registrations") == all) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    say("not all have registered");
    return false;
  }

  /** Looks ten times a second; a rate is of the second before. */
  private int watch(Figures figures, double all) throws InterruptedException {
    long start = System.nanoTime();
    double[] requests = new double[MOST_STEPS + STEPS_A_SECOND];
    double highest = 0;
    for (int i = 0; i < MOST_STEPS; i++) {
      String now = figures.scrape();
      requests[i] = Figures.sum(now, "shoal_tracker_requests_total");
      double rate = requests[i] - (i < STEPS_A_SECOND ? 0 : requests[i - STEPS_A_SECOND]);
      highest = Math.max(highest, rate);
      double back = Figures.sum(now, "shoal_tracker_registrations");
      if (i % STEPS_A_SECOND == 0) {
        say("%.1f s: %,.0f registrations".formatted((System.nanoTime() - start) / 1e9, back));
      }
      if (back == all) {
        report((System.nanoTime() - start) / 1e9, requests[i], highest);
        return ExitCode.OK;
      }
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
    say("not all came back");
    return ExitCode.SOFTWARE;
  }

  private void report(double seconds, double requests, double highest) {
    JsonObject report = new JsonObject();
    report.addProperty("peers", peers);
    report.addProperty("registrations", peers * files);
    report.addProperty("down_seconds", down);
    report.addProperty("back_after_seconds", seconds);
    report.addProperty("requests", requests);
    report.addProperty("most_requests_in_a_second", highest);
    spec.commandLine().getOut().println(report);
    spec.commandLine().getOut().flush();
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
