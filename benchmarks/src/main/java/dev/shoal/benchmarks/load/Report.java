package dev.shoal.benchmarks.load;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Puts what was measured into one JSON object. */
final class Report {
  private Report() {}

  static JsonObject of(LoadOptions options, LoadResult result) {
    JsonObject json = settings(options);
    json.addProperty("connect_seconds", result.connectSeconds());
    if (options.registrations > 0) {
      json.addProperty("fill_seconds", result.fill());
      json.addProperty("fill_registrations_per_s", options.registrations / result.fill());
    }
    if (options.names > 0) {
      json.addProperty("names_seconds", result.names());
      json.addProperty("names_per_s", options.names / result.names());
    }
    addRun(json, result.run());
    addUsage(json, result);
    addProbe(json, result);
    addErrors(json, result);
    return json;
  }

  private static JsonObject settings(LoadOptions options) {
    JsonObject json = new JsonObject();
    json.addProperty("tracker", options.tracker);
    json.addProperty("connections", options.connections);
    json.addProperty("pipeline", options.pipeline);
    json.addProperty("whole_pipelines", options.wholePipelines);
    json.addProperty("holders", options.holders);
    json.addProperty("files", options.files);
    json.addProperty("registrations", options.registrations);
    json.addProperty("mix", options.mix.toString());
    json.addProperty("rate", options.rate);
    json.addProperty("idle", options.idle);
    json.addProperty("distribution", options.distribution.name().toLowerCase(Locale.ROOT));
    json.addProperty("max_sources", options.maxSources);
    return json;
  }

  private static void addRun(JsonObject json, Tally run) {
    json.addProperty("seconds", run.seconds());
    json.addProperty("operations", run.operations());
    json.addProperty("ops_per_s", run.operations() / run.seconds());
    if (run.queries > 0) {
      json.addProperty("sources_per_answer", (double) run.sources / run.queries);
    }
    json.addProperty("bytes_in", run.bytesIn);
    json.addProperty("bytes_out", run.bytesOut);
    json.addProperty("updates", run.updates);
    json.addProperty("answers_checked", run.checked);
    JsonObject kinds = new JsonObject();
    for (Operation operation : Operation.values()) {
      Histogram latencies = run.latencies(operation);
      if (latencies.getTotalCount() > 0) {
        kinds.add(operation.label(), latency(latencies));
      }
    }
    json.add("by_operation", kinds);
  }

  static JsonObject latency(Histogram latencies) {
    JsonObject json = new JsonObject();
    json.addProperty("count", latencies.getTotalCount());
    json.addProperty("mean_us", latencies.getMean() / 1e3);
    json.addProperty("p50_us", latencies.getValueAtPercentile(50) / 1e3);
    json.addProperty("p90_us", latencies.getValueAtPercentile(90) / 1e3);
    json.addProperty("p99_us", latencies.getValueAtPercentile(99) / 1e3);
    json.addProperty("p999_us", latencies.getValueAtPercentile(99.9) / 1e3);
    json.addProperty("max_us", latencies.getMaxValue() / 1e3);
    return json;
  }

  private static void addUsage(JsonObject json, LoadResult result) {
    Usage before = result.before();
    Usage after = result.after();
    double operations = Math.max(1, result.run().operations());
    double client = after.clientCpuSeconds() - before.clientCpuSeconds();
    json.addProperty("client_cpu_seconds", client);
    json.addProperty("client_cpu_us_per_op", client / operations * 1e6);
    if (before.server() != null && after.server() != null) {
      double server = after.server().cpuSeconds() - before.server().cpuSeconds();
      json.addProperty("server_cpu_seconds", server);
      json.addProperty("server_cpu_us_per_op", server / operations * 1e6);
      json.addProperty("server_rss_bytes", after.server().residentBytes());
      json.addProperty("server_peak_rss_bytes", after.server().peakResidentBytes());
    }
    json.addProperty("stolen_seconds", after.stolenSeconds() - before.stolenSeconds());
  }

  private static void addProbe(JsonObject json, LoadResult result) {
    if (!result.probe().isEmpty()) {
      JsonObject probe = new JsonObject();
      result
          .probe()
          .forEach((phase, tally) -> probe.add(phase, latency(tally.latencies(Operation.QUERY))));
      json.add("probe", probe);
    }
  }

  private static void addErrors(JsonObject json, LoadResult result) {
    JsonObject errors = new JsonObject();
    result
        .run()
        .refusals()
        .forEach(
            (code, refusals) -> {
              JsonObject error = new JsonObject();
              error.addProperty("count", refusals.count());
              error.addProperty("first", refusals.firstSentence());
              errors.add(code.name(), error);
            });
    json.add("errors", errors);
    json.addProperty("unanswered", result.unanswered());
    json.addProperty("lost_connections", result.lost());
    json.addProperty("violations", result.violations());
    JsonArray troubles = new JsonArray();
    result.troubles().forEach(troubles::add);
    json.add("troubles", troubles);
  }
}
