package dev.shoal.peer.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How fast the node was in the last minutes. Belongs to one thread. */
final class RateHistory {
  /** Looks that are kept: five minutes at one a second. */
  static final int MOST = 300;

  private final Deque<Look> looks = new ArrayDeque<>();

  private record Look(long nanos, long sentPerSecond, long fetchedPerSecond) {
    RateSample at(long nowNanos) {
      return new RateSample(
          TimeUnit.NANOSECONDS.toMillis(nowNanos - nanos), sentPerSecond, fetchedPerSecond);
    }
  }

  /** It is that fast. Times must not go back. */
  void look(long sentPerSecond, long fetchedPerSecond, long nowNanos) {
    if (looks.size() == MOST) {
      looks.removeFirst();
    }
    looks.addLast(new Look(nowNanos, sentPerSecond, fetchedPerSecond));
  }

  /** What is kept, the oldest first. */
  List<RateSample> samples(long nowNanos) {
    return looks.stream().map(look -> look.at(nowNanos)).toList();
  }
}
