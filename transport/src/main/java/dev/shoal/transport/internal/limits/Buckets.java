package dev.shoal.transport.internal.limits;

import dev.shoal.transport.TokenBucket;
import org.jspecify.annotations.Nullable;

/** Makes token buckets of rates that may be no limit at all. */
final class Buckets {
  private Buckets() {}

  /** A bucket that holds a second's worth; null for a rate of 0, which is no limit. */
  static @Nullable TokenBucket ofSecond(long perSecond, long nowNanos) {
    return perSecond == 0 ? null : new TokenBucket(perSecond, perSecond, nowNanos);
  }
}
