package dev.shoal.tracker.internal.store;

/**
 * What may wait for a committer. Immutable.
 *
 * @param maxCommands most commands
 * @param maxBytes most bytes of all of them, in the form of a message
 */
public record CommitterLimits(int maxCommands, long maxBytes) {
  /** So much that a slow disk is tided over for a while, and memory is not at risk. */
  public static final CommitterLimits DEFAULT = new CommitterLimits(16_384, 32L * 1024 * 1024);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException unless they are positive
   */
  public CommitterLimits {
    if (maxCommands < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "a queue has room for one command at least, not " + maxCommands + " of " + maxBytes);
    }
  }
}
