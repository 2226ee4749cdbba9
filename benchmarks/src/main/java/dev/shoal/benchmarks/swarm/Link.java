package dev.shoal.benchmarks.swarm;

/**
 * How fast a member of the swarm is connected, in Mbit/s (10^6 bits).
 *
 * @param up what it can send
 * @param down what it can receive
 */
record Link(double up, double down) {
  private static final double BITS = 8;

  /** Bytes that it can send in a second. */
  double upBytes() {
    return up * 1e6 / BITS;
  }

  /** Bytes that it can receive in a second. */
  double downBytes() {
    return down * 1e6 / BITS;
  }
}
