package dev.shoal.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Puts what was measured into lines for a person. */
final class ReportText {
  private final LoadOptions options;
  private final LoadResult result;
  private final List<String> lines = new ArrayList<>();

  private ReportText(LoadOptions options, LoadResult result) {
    this.options = options;
    this.result = result;
  }

  /** The lines, without their ends. */
  static List<String> of(LoadOptions options, LoadResult result) {
    ReportText text = new ReportText(options, result);
    text.addThroughput();
    text.addLatencies();
    text.addCost();
    text.addErrors();
    return text.lines;
  }

  private void addThroughput() {
    Tally run = result.run();
    add(
        "%s: %,d answers in %.2f s, %,.0f a second",
        options.idle ? "idle" : options.mix,
        run.operations(),
        run.seconds(),
        run.operations() / run.seconds());
    if (run.queries > 0) {
      add("%.1f sources an answer", (double) run.sources / run.queries);
    }
    add("%,d bytes in, %,d bytes out", run.bytesIn, run.bytesOut);
  }

  private void addLatencies() {
    add(
        "%-12s %12s %10s %10s %10s %10s %10s",
        "µs", "answers", "p50", "p90", "p99", "p99.9", "max");
    for (Operation operation : Operation.values()) {
      addLatency(operation.label(), result.run().latencies(operation));
    }
    result
        .probe()
        .forEach((phase, tally) -> addLatency("probe " + phase, tally.latencies(Operation.QUERY)));
  }

  private void addLatency(String name, Histogram latencies) {
    if (latencies.getTotalCount() > 0) {
      add(
          "%-12s %,12d %,10d %,10d %,10d %,10d %,10d",
          name,
          latencies.getTotalCount(),
          latencies.getValueAtPercentile(50) / 1000,
          latencies.getValueAtPercentile(90) / 1000,
          latencies.getValueAtPercentile(99) / 1000,
          latencies.getValueAtPercentile(99.9) / 1000,
          latencies.getMaxValue() / 1000);
    }
  }

  private void addCost() {
    Usage before = result.before();
    Usage after = result.after();
    double operations = Math.max(1, result.run().operations());
    double client = after.clientCpuSeconds() - before.clientCpuSeconds();
    add("client: %.2f s of processor time, %.2f µs an answer", client, client / operations * 1e6);
    if (before.server() != null && after.server() != null) {
      double server = after.server().cpuSeconds() - before.server().cpuSeconds();
      add(
          "server: %.2f s of processor time, %.2f µs an answer; %d MiB resident",
          server, server / operations * 1e6, after.server().residentBytes() >> 20);
    }
    add("stolen by the hypervisor: %.2f s", after.stolenSeconds() - before.stolenSeconds());
  }

  private void addErrors() {
    result
        .run()
        .refusals()
        .forEach(
            (code, refusals) ->
                add("%,d × %s: %s", refusals.count(), code, refusals.firstSentence()));
    if (result.unanswered() > 0) {
      add("%,d requests had no answer in the end", result.unanswered());
    }
    if (result.lost() > 0) {
      add("%,d connections ended before their time", result.lost());
    }
    if (result.violations() > 0) {
      add("%,d answers were wrong", result.violations());
    }
    lines.addAll(result.troubles());
  }

  private void add(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
