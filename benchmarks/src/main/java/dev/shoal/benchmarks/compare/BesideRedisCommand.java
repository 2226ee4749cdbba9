package dev.shoal.benchmarks.compare;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the tracker and a Redis on like work, in turn, and reports how they compare. */
@Command(
    name = "beside-redis",
    description = {
      "Runs the tracker and a local Redis on like work, in turn, and reports medians and ratios.",
      "redis-server and redis-benchmark must be installed."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class BesideRedisCommand implements Callable<Integer> {
  private static final int REQUESTS_ONE_BY_ONE = 150_000;
  private static final int REQUESTS_PIPELINED = 2_000_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private ComparisonOptions options = new ComparisonOptions();

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Connections to each server. Default: ${DEFAULT-VALUE}.")
  private int connections = 50;

  @Option(
      names = "--pipelines",
      split = ",",
      paramLabel = "P",
      description = "Requests sent together on each connection. Default: 1,16,64.")
  private List<Integer> pipelines = List.of(1, 16, 64);

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  /** For picocli. */
  public BesideRedisCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    options.check(
        spec.commandLine(), connections > 0 && pipelines.stream().allMatch(each -> each > 0));
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.printf(
          "%-24s %4s %12s %12s %6s %10s %10s %6s%n",
          "", "P", "Redis op/s", "tracker", "ratio", "Redis µs", "tracker", "ratio");
    }
    try (Redis redis = Redis.start(connections);
        Tracker tracker = Tracker.start(options.trackerJar, connections)) {
      for (Work work : Work.ALL) {
        for (int pipeline : pipelines) {
          compare(out, redis, tracker, work, pipeline);
        }
      }
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("beside-redis: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void compare(PrintWriter out, Redis redis, Tracker tracker, Work work, int pipeline)
      throws IOException, InterruptedException {
    int requests = pipeline == 1 ? REQUESTS_ONE_BY_ONE : REQUESTS_PIPELINED;
    List<Figure> theirs = new ArrayList<>();
    List<Figure> ours = new ArrayList<>();
    for (int i = 0; i < options.runs; i++) {
      theirs.add(redis.measure(work, pipeline, requests));
      ours.add(tracker.measure(work, pipeline, options.seconds));
    }
    report(out, work, pipeline, Figure.median(theirs), Figure.median(ours));
  }

  private void report(PrintWriter out, Work work, int pipeline, Figure redis, Figure tracker) {
    double throughput = tracker.operationsPerSecond() / redis.operationsPerSecond();
    double cost = redis.serverMicros() / tracker.serverMicros(); // more is better here, too
    if (json) {
      JsonObject line = new JsonObject();
      line.addProperty("work", work.name());
      line.addProperty("pipeline", pipeline);
      line.addProperty("redis_ops_per_s", redis.operationsPerSecond());
      line.addProperty("tracker_ops_per_s", tracker.operationsPerSecond());
      line.addProperty("throughput_ratio", throughput);
      line.addProperty("redis_server_cpu_us", redis.serverMicros());
      line.addProperty("tracker_server_cpu_us", tracker.serverMicros());
      line.addProperty("server_cpu_ratio", cost);
      out.println(line);
    } else {
      out.printf(
          "%-24s %4d %,12.0f %,12.0f %6.2f %10.2f %10.2f %6.2f%n",
          work.name(),
          pipeline,
          redis.operationsPerSecond(),
          tracker.operationsPerSecond(),
          throughput,
          redis.serverMicros(),
          tracker.serverMicros(),
          cost);
    }
    out.flush();
  }
}
