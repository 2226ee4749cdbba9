package dev.shoal.peer.service;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to rest between questions that may be answered differently one day: from 2 s on, twice
 * as long each time up to 30 s, and spread by a quarter so that those who ask do not do so
 * together. Belongs to one thread.
 */
final class Pace {
  /** The first rest. */
  static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** The longest rest, before it is spread. */
  static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final RandomGenerator random;
  private long nextNanos = LEAST_NANOS;

  Pace(RandomGenerator random) {
    this.random = random;
  }

  /** Until the next question. */
  long rest() {
    long rest = nextNanos;
    nextNanos = Math.min(MOST_NANOS, 2 * rest);
    return rest + random.nextLong(rest / 4 + 1);
  }

  /** Something happened: the next rest is a first one. */
  void reset() {
    nextNanos = LEAST_NANOS;
  }
}
