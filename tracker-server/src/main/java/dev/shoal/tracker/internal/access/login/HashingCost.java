package dev.shoal.tracker.internal.access.login;

/**
 * What one run of Argon2id costs. Within bounds, so that no value, wherever it comes from, makes a
 * run take much memory or time.
 *
 * @param memoryKib KiB that it fills
 * @param iterations how often it goes over them
 * @param parallelism lanes that the memory is divided into
 */
public record HashingCost(int memoryKib, int iterations, int parallelism) {
  /** What OWASP recommends at least: 19 MiB, gone over twice. */
  public static final HashingCost DEFAULT = new HashingCost(19 * 1024, 2, 1);

  static final int MAX_MEMORY_KIB = 256 * 1024;
  static final int MAX_ITERATIONS = 64;
  static final int MAX_PARALLELISM = 8;

  /** Most KiB in all that a run goes over: a few seconds. */
  static final long MAX_WORK_KIB = 1024 * 1024;

  /** The algorithm's own minimum for each lane. */
  private static final int MIN_KIB_PER_LANE = 8;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if it is beyond them
   */
  public HashingCost {
    if (parallelism < 1
        || parallelism > MAX_PARALLELISM
        || memoryKib < MIN_KIB_PER_LANE * parallelism
        || memoryKib > MAX_MEMORY_KIB
        || iterations < 1
        || iterations > MAX_ITERATIONS
        || (long) memoryKib * iterations > MAX_WORK_KIB) {
      throw new IllegalArgumentException("no password is hashed at such a cost");
    }
  }
}
