package dev.shoal.tracker.internal;

import org.jspecify.annotations.Nullable;

/**
 * Sessions that have the same time left after their last sign of life, hence in order of deadline:
 * a list linked through the sessions themselves, where every operation takes constant time and
 * leaves no garbage.
 */
final class ExpiryQueue {
  private final long graceNanos;
  private @Nullable Session oldest;
  private @Nullable Session youngest;
  private int size;

  ExpiryQueue(long graceNanos) {
    this.graceNanos = graceNanos;
  }

  /** Gives a session, whether in the queue or in none, its full time from now on. */
  void renew(Session session, long nowNanos) {
    remove(session);
    session.deadlineNanos = nowNanos + graceNanos;
    session.queue = this;
    session.earlier = youngest;
    if (youngest == null) {
      oldest = session;
    } else {
      youngest.later = session;
    }
    youngest = session;
    size++;
  }

  /** Takes a session out; false if it is not in. */
  boolean remove(Session session) {
    if (session.queue != this) {
      return false;
    }
    Session before = session.earlier;
    Session after = session.later;
    if (before == null) {
      oldest = after;
    } else {
      before.later = after;
    }
    if (after == null) {
      youngest = before;
    } else {
      after.earlier = before;
    }
    session.queue = null;
    session.earlier = null;
    session.later = null;
    size--;
    return true;
  }

  /** Takes out the session that is overdue longest, or returns null. */
  @Nullable Session pollExpired(long nowNanos) {
    Session session = oldest;
    if (session == null || session.deadlineNanos - nowNanos > 0) {
      return null;
    }
    remove(session);
    return session;
  }

  int size() {
    return size;
  }
}
