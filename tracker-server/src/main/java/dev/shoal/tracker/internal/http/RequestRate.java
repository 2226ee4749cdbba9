package dev.shoal.tracker.internal.http;

import java.util.concurrent.TimeUnit;

/** How many requests a second there were since somebody last looked. */
final class RequestRate {
  private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private boolean begun;
  private long lastRequests;
  private long lastNanos;
  private double rate;

  /**
   * The rate since the last look, 0 at the first; looks in quick succession see the same.
   *
   * @param requests so far
   */
  double look(long requests, long nowNanos) {
    long elapsed = nowNanos - lastNanos;
    if (begun && elapsed < SHORTEST_NANOS) {
      return rate;
    }
    if (begun) {
      rate = (requests - lastRequests) * (double) TimeUnit.SECONDS.toNanos(1) / elapsed;
    }
    begun = true;
    lastRequests = requests;
    lastNanos = nowNanos;
    return rate;
  }
}
