package dev.shoal.benchmarks.load;

import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param connectSeconds seconds that the sessions took
 * @param fill seconds that the registrations took
 * @param names seconds that the names took
 * @param run what was counted while it was measured
 * @param before used at the beginning of that
 * @param after used at its end
 * @param unanswered requests of a fixed rate that had no answer in the end
 * @param probe what the probe counted, by phase
 * @param lost connections that ended before their time
 * @param violations answers that were wrong
 * @param troubles the first of what went wrong, in sentences
 */
record LoadResult(
    double connectSeconds,
    double fill,
    double names,
    Tally run,
    Usage before,
    Usage after,
    long unanswered,
    Map<String, Tally> probe,
    long lost,
    long violations,
    List<String> troubles) {

  /** Whether nothing went wrong. */
  boolean isClean() {
    return lost == 0 && violations == 0 && unanswered == 0 && run.refusals().isEmpty();
  }
}
