package dev.shoal.benchmarks.report;

import java.util.Collection;

/**
 * The middle of several numbers, and how far they lie apart.
 *
 * @param median of an even number of them: the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double median, double least, double most) {
  /**
   * Of numbers.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(Collection<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }
}
