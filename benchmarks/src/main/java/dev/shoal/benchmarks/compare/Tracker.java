package dev.shoal.benchmarks.compare;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.shoal.benchmarks.programs.Client;
import dev.shoal.benchmarks.programs.Server;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A tracker, and {@code tracker-load} as its client; each with a JVM of its own. */
final class Tracker implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  /** Limits stay on, but are out of reach. */
  private static final int FAST_ENOUGH = 100_000_000;

  private final TemporaryDirectory data;
  private final Server server;
  private final int connections;

  private Tracker(TemporaryDirectory data, Server server, int connections) {
    this.data = data;
    this.server = server;
    this.connections = connections;
  }

  /**
   * Starts one that keeps nothing when it ends, and does not look whether peers listen.
   *
   * @throws IOException if it does not start
   */
  static Tracker start(Path jar, int connections) throws IOException, InterruptedException {
    TemporaryDirectory data = new TemporaryDirectory();
    List<String> command =
        List.of(
            JAVA,
            "-jar",
            jar.toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            "{port}",
            "--verify-peers=false",
            "--requests-per-second=" + FAST_ENOUGH,
            "--bytes-per-second=" + FAST_ENOUGH,
            "--data",
            "" + data.path());
    try {
      return new Tracker(data, Server.start(command), connections);
    } catch (IOException | InterruptedException e) {
      data.close();
      throw e;
    }
  }

  /** What {@code tracker-load} measures in so many seconds. */
  Figure measure(Work work, int pipeline, double seconds) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA, "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.shoal.benchmarks.BenchMain", "tracker-load", "--json"));
    command.addAll(List.of("--tracker", "127.0.0.1:" + server.port(), "--whole-pipelines"));
    command.addAll(List.of("--connections", "" + connections, "--pipeline", "" + pipeline));
    command.addAll(List.of("--seconds", String.format(Locale.ROOT, "%.3f", seconds)));
    command.addAll(List.of("--server-pid", "" + server.pid()));
    command.addAll(work.tracker());
    JsonObject report = JsonParser.parseString(Client.run(command)).getAsJsonObject();
    return new Figure(
        report.get("ops_per_s").getAsDouble(), report.get("server_cpu_us_per_op").getAsDouble());
  }

  @Override
  public void close() {
    server.close();
    data.close();
  }
}
