package dev.shoal.peer.internal.tracker;

import dev.shoal.peer.internal.schedule.Backoff;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * Which tracker of the list is tried when. A plain object of one thread.
 *
 * <p>After a loss the same tracker is tried first, since it alone can resume the session, then the
 * others in the order of the list, all at once one after the other. Only when every one has failed
 * there is a rest, and after it the list begins anew: nodes with the same list meet at the same
 * tracker. A session that did not last is worth no second immediate attempt, so that a tracker that
 * takes connections and drops them is not dialled in a loop.
 */
final class TrackerRotation {
  /** A session of that length is a success, after which everything begins anew. */
  static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int count;
  private final Backoff backoff;
  private final BitSet failed = new BitSet();
  private int current;
  private boolean forgiving = true;
  private long openedNanos;

  TrackerRotation(int count, Backoff backoff) {
    this.count = count;
    this.backoff = backoff;
  }

  /** The tracker that is used, or to be tried next. */
  int current() {
    return current;
  }

  /** A session was opened with that tracker. */
  void opened(int tracker, long nowNanos) {
    current = tracker;
    openedNanos = nowNanos;
  }

  /**
   * The session is lost.
   *
   * @return nanoseconds until the next attempt, with {@link #current()}; 0: at once
   */
  long lost(long nowNanos) {
    if (nowNanos - openedNanos >= LASTING_NANOS) {
      backoff.reset();
      forgiving = true;
    }
    if (!forgiving) {
      return failed();
    }
    forgiving = false;
    failed.clear();
    return 0;
  }

  /**
   * The attempt has failed.
   *
   * @return nanoseconds until the next attempt, with {@link #current()}; 0: at once
   */
  long failed() {
    failed.set(current);
    int next = failed.nextClearBit(0);
    if (next < count) {
      current = next;
      return 0;
    }
    failed.clear();
    current = 0;
    return backoff.nextDelayNanos();
  }
}
