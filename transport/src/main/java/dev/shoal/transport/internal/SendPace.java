package dev.shoal.transport.internal;

import dev.shoal.transport.RateLimit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where what one connection sends waits for its turn under rate limits. One slice of each limit at
 * a time waits, so that a connection of which much is asked gets no more turns than others. A plain
 * object of one thread.
 */
public final class SendPace {
  /** Hardly ever more than one. */
  private final List<Turn> turns = new ArrayList<>(1);

  /** A slice that waits, first for the innermost limit, then for the one around it. */
  private static final class Turn {
    final RateLimit limit;
    final int bytes;
    @Nullable RateLimit next;
    long startNanos;
    int changes;

    Turn(RateLimit limit, int bytes, long nowNanos) {
      this.limit = limit;
      this.bytes = bytes;
      queueAt(limit, nowNanos);
    }

    private void queueAt(RateLimit at, long nowNanos) {
      next = at;
      changes = at.ownChanges();
      startNanos = at.reserve(bytes, nowNanos);
    }

    long nanosToWait(long nowNanos) {
      for (RateLimit at = next; at != null; at = next) {
        if (at.ownChanges() != changes) {
          queueAt(at, nowNanos); // its rate has changed, and with it the time it gave
        }
        if (startNanos - nowNanos > 0) {
          return startNanos - nowNanos;
        }
        RateLimit outer = at.outer();
        if (outer == null) {
          next = null;
        } else {
          queueAt(outer, nowNanos);
        }
      }
      return 0;
    }
  }

  /**
   * How long a slice has to wait: 0 says that it is to be sent now. Otherwise ask again then, for
   * there may be longer to wait. A slice behind one that waits for the same limit waits with it.
   */
  public long nanosToWait(RateLimit limit, int bytes, long nowNanos) {
    Turn turn = turn(limit, bytes, nowNanos);
    long wait = turn.nanosToWait(nowNanos);
    if (wait == 0) {
      turns.remove(turn);
      if (turn.bytes < bytes) { // it was meant for a shorter slice, withdrawn since
        return nanosToWait(limit, bytes, nowNanos);
      }
    }
    return Math.min(wait, RateLimit.LONGEST_WAIT_NANOS);
  }

  /** Nothing waits any more. */
  void clear() {
    turns.clear();
  }

  /** The turn that is waited for, or a new one. */
  @SuppressWarnings("ReferenceEquality") // each limit is one of its own
  private Turn turn(RateLimit limit, int bytes, long nowNanos) {
    for (Turn turn : turns) {
      if (turn.limit == limit) {
        return turn;
      }
    }
    Turn turn = new Turn(limit, bytes, nowNanos);
    turns.add(turn);
    return turn;
  }
}
