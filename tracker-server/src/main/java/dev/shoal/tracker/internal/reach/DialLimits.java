package dev.shoal.tracker.internal.reach;

import java.time.Duration;

/**
 * How the tracker finds out whether a peer can be dialled. Immutable; every value is checked, and
 * an {@link IllegalArgumentException} names the one that is out of range.
 *
 * @param verify whether a peer is handed out only after its port was dialled
 * @param timeout how long a connection, and then its greeting, may take
 * @param patience how long the answer to an opened lease waits for the outcome
 * @param atOnce most dials under way
 * @param perSecond most dials begun
 * @param perSecondAndAddress most dials begun to one address
 * @param lowestPort lowest port that is dialled
 */
public record DialLimits(
    boolean verify,
    Duration timeout,
    Duration patience,
    int atOnce,
    int perSecond,
    int perSecondAndAddress,
    int lowestPort) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public DialLimits {
    requireWithin(timeout, "dialTimeout");
    requireWithin(patience, "dialPatience");
    requireWithin(atOnce, 1 << 16, "dialsAtOnce");
    requireWithin(perSecond, 1 << 16, "dialsPerSecond");
    requireWithin(perSecondAndAddress, 1 << 16, "dialsPerSecondAndAddress");
    requireWithin(lowestPort, 0xFFFF, "lowestDialledPort");
  }

  private static void requireWithin(Duration value, String name) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be from 1 ms to 1 min, not " + value);
    }
  }

  private static void requireWithin(int value, int max, String name) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " must be from 1 to " + max + ", not " + value);
    }
  }
}
