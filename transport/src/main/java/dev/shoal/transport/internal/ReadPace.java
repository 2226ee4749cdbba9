package dev.shoal.transport.internal;

import dev.shoal.transport.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * How long one connection has to leave its socket alone, since what it has read counts against a
 * rate limit. A plain object of one thread.
 */
final class ReadPace {
  private @Nullable RateLimit limit;
  private int changes;
  private long untilNanos;

  /** Bytes of a body were read that count against a limit. */
  void received(RateLimit against, int bytes, long nowNanos) {
    boolean waiting = nanosToWait(nowNanos) > 0;
    long paid = against.charge(bytes, nowNanos);
    untilNanos = waiting && untilNanos - paid > 0 ? untilNanos : paid;
    limit = against;
    changes = against.changes();
  }

  /** How long until more may be read, or until that is to be asked again; 0: not at all. */
  long nanosToWait(long nowNanos) {
    if (limit == null || limit.changes() != changes) {
      return 0;
    }
    return Math.min(Math.max(0, untilNanos - nowNanos), RateLimit.LONGEST_WAIT_NANOS);
  }
}
