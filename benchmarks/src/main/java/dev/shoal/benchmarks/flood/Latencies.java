package dev.shoal.benchmarks.flood;

import dev.shoal.benchmarks.report.Measures;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long something took each time, and how often it failed. Not thread-safe. */
final class Latencies {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Histogram histogram = new Histogram(1, LONGEST_NANOS, DIGITS);
  private long failed;

  void answered(long nanos) {
    histogram.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
  }

  void failed() {
    failed++;
  }

  long count() {
    return histogram.getTotalCount();
  }

  long failures() {
    return failed;
  }

  double millisAt(double percentile) {
    return histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  /** Adds it under names that begin so; where nothing was answered, without times. */
  void addTo(Measures measures, String name) {
    measures.add(name + "_answered", (double) count());
    measures.add(name + "_failed", (double) failed);
    if (count() > 0) {
      measures.add(name + "_p50_ms", millisAt(50));
      measures.add(name + "_p99_ms", millisAt(99));
      measures.add(name + "_max_ms", histogram.getMaxValue() / NANOS_PER_MILLI);
    }
  }
}
