package dev.shoal.benchmarks.load;

import dev.shoal.protocol.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Counts and times what came back in one phase. Lives on the event loop until the phase is over.
 */
final class Tally {
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  /** How often a tracker said no, and its words of the first time. */
  record Refusals(long count, String firstSentence) {}

  private final Map<Operation, Histogram> latencies = new EnumMap<>(Operation.class);
  private final Map<ErrorCode, Refusals> refusals = new EnumMap<>(ErrorCode.class);
  private final long startNanos;
  private long endNanos;
  private long operations;

  long queries;
  long sources;
  long bytesIn;
  long bytesOut;
  long checked;
  long updates;

  Tally(long startNanos) {
    this.startNanos = startNanos;
    for (Operation operation : Operation.values()) {
      latencies.put(operation, newHistogram());
    }
  }

  /** A histogram of nanoseconds, with three digits, up to an hour. */
  static Histogram newHistogram() {
    return new Histogram(1, LONGEST_NANOS, DIGITS);
  }

  /** An answer came. */
  void answered(Operation operation, long nanos) {
    latencies(operation).recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
  }

  /** An answer to a query came, with so many sources. */
  void found(int count) {
    queries++;
    sources += count;
  }

  /** An error came instead of an answer. */
  void refused(ErrorCode code, String sentence) {
    refusals.merge(
        code,
        new Refusals(1, sentence),
        (before, one) -> new Refusals(before.count() + 1, before.firstSentence()));
  }

  /** The phase is over. */
  void end(long now) {
    endNanos = now;
    operations = countLatencies();
  }

  double seconds() {
    return (endNanos - startNanos) / 1e9;
  }

  Histogram latencies(Operation operation) {
    return Objects.requireNonNull(latencies.get(operation));
  }

  Map<ErrorCode, Refusals> refusals() {
    return refusals;
  }

  /** What the tracker said when it first refused something. */
  String firstRefusal() {
    return refusals.entrySet().stream()
        .findFirst()
        .map(entry -> entry.getKey() + ": " + entry.getValue().firstSentence())
        .orElse("nothing");
  }

  /** Answers that are no errors, by the end of the phase; of a fixed rate more may have come. */
  long operations() {
    return operations;
  }

  private long countLatencies() {
    return latencies.values().stream().mapToLong(Histogram::getTotalCount).sum();
  }
}
