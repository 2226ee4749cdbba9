package dev.shoal.tracker.internal.access.login;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be hashed, in two lanes of a bounded length each, so that neither can fill the
 * other's. Whoever is known comes first, but for every fifth turn: strangers get on as well. Not
 * thread-safe.
 *
 * @param <T> what waits
 */
final class HashingQueue<T> {
  /** Turns of known ones in a row while strangers wait. */
  static final int IN_A_ROW = 4;

  private final int max;
  private final Queue<T> known = new ArrayDeque<>();
  private final Queue<T> strangers = new ArrayDeque<>();
  private int inARow;

  /** Of so many in each lane at most. */
  HashingQueue(int max) {
    this.max = max;
  }

  /** Adds one at the end of its lane; false if there is no room. */
  boolean offer(HashingLane lane, T job) {
    Queue<T> jobs = lane == HashingLane.KNOWN ? known : strangers;
    return jobs.size() < max && jobs.offer(job);
  }

  /** Takes the one whose turn it is; null if none waits. */
  @Nullable T poll() {
    boolean knownFirst = !known.isEmpty() && (strangers.isEmpty() || inARow < IN_A_ROW);
    inARow = knownFirst && !strangers.isEmpty() ? inARow + 1 : 0;
    return knownFirst ? known.poll() : strangers.poll();
  }

  int size() {
    return known.size() + strangers.size();
  }
}
