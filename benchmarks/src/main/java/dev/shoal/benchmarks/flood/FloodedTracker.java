package dev.shoal.benchmarks.flood;

import com.google.gson.JsonObject;
import dev.shoal.benchmarks.programs.Child;
import dev.shoal.benchmarks.programs.HangsUp;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.scale.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The tracker that is flooded, in a process of its own: for users, and with limits of addresses
 * that hold for this machine's own, too.
 */
final class FloodedTracker implements HangsUp {
  private final Child child;
  private final int port;
  private final Figures figures;

  private FloodedTracker(Child child, int port, Figures figures) {
    this.child = child;
    this.port = port;
    this.figures = figures;
  }

  /** What it counts, and what it has used, up to a moment. */
  record Moment(String scraped, double cpuSeconds, long nanos) {
    double sum(String figure) {
      return Figures.sum(scraped, "shoal_tracker_" + figure);
    }
  }

  /** Starts one, and waits until it listens. */
  static FloodedTracker start(JavaProgram program, Path data, int loginsPerSecond)
      throws IOException {
    List<String> arguments =
        List.of(
            "tracker-node",
            "--mode=USERS",
            "--limit-loopback",
            "--http",
            "--data=" + data,
            "--logins-per-second=" + loginsPerSecond);
    Child child = Child.start("tracker", program.command(arguments));
    try {
      JsonObject ready = child.answer();
      int port = ready.getAsJsonArray("ports").get(0).getAsInt();
      return new FloodedTracker(child, port, new Figures(ready.get("http").getAsInt()));
    } catch (IOException e) {
      child.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** Its figures now. */
  Moment now() throws IOException, InterruptedException {
    String scraped = figures.scrape();
    if (scraped.isEmpty()) {
      throw new IOException("the tracker does not tell its figures");
    }
    return new Moment(scraped, child.usage().cpuSeconds(), System.nanoTime());
  }

  @Override
  public void hangUp() {
    child.hangUp();
  }

  @Override
  public void close() {
    child.close();
  }

  @Override
  public String toString() {
    return child.toString();
  }
}
