package dev.shoal.tracker.internal;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that have the same time left after their last sign of life, hence in order of deadline:
 * every operation takes constant time.
 */
final class ExpiryQueue {
  private final long graceNanos;
  private final Set<Session> sessions = new LinkedHashSet<>();

  ExpiryQueue(long graceNanos) {
    this.graceNanos = graceNanos;
  }

  /** Gives a session, whether in the queue or not, its full time from now on. */
  void renew(Session session, long nowNanos) {
    sessions.remove(session);
    session.deadlineNanos = nowNanos + graceNanos;
    sessions.add(session);
  }

  /** Takes a session out; false if it is not in. */
  boolean remove(Session session) {
    return sessions.remove(session);
  }

  /** Takes out the session that is overdue longest, or returns null. */
  @Nullable Session pollExpired(long nowNanos) {
    Iterator<Session> oldest = sessions.iterator();
    if (!oldest.hasNext()) {
      return null;
    }
    Session session = oldest.next();
    if (session.deadlineNanos - nowNanos > 0) {
      return null;
    }
    oldest.remove();
    return session;
  }

  int size() {
    return sessions.size();
  }
}
