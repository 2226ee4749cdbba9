package dev.shoal.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of a server showed, or the medians of several.
 *
 * @param operationsPerSecond as its client counted
 * @param serverMicros processor time of the server's process for one operation, in µs
 */
record Figure(double operationsPerSecond, double serverMicros) {

  /** The median of each figure by itself. */
  static Figure median(List<Figure> runs) {
    return new Figure(
        median(runs, Figure::operationsPerSecond), median(runs, Figure::serverMicros));
  }

  private static double median(List<Figure> runs, ToDoubleFunction<Figure> which) {
    double[] sorted = runs.stream().mapToDouble(which).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(0);
  }
}
