package dev.shoal.transport.internal;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of bodies that all encrypted connections of an endpoint have in memory. Who
 * finds too little left waits behind those who found too little before. While somebody waits,
 * nobody else gets more than an equal share: memory that fast readers give back would come to lie
 * with slow ones otherwise. Thread-safe.
 */
final class SendBudget {
  private final long capacity;
  private final Set<Runnable> waiting = new LinkedHashSet<>();

  /** What each has; 0 for those who only wait. */
  private final Map<Runnable, Long> shares = new HashMap<>();

  private long used;

  /** So many bytes. */
  SendBudget(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes bytes, unless there are too few or others came before: then the taker is in the row of
   * those who wait. Who has its share already is not, and asks again when some of that has left.
   *
   * @param taker one for each connection; is told, on whatever thread, when it is worth to ask
   *     again
   */
  boolean take(Runnable taker, int bytes) {
    boolean taken = false;
    Runnable next = null;
    synchronized (this) {
      if (exceedsShare(taker, bytes)) {
        if (waiting.remove(taker)) {
          next = next();
        }
      } else if (bytes > capacity - used || !isFirst(taker)) {
        waiting.add(taker);
        shares.putIfAbsent(taker, 0L);
      } else {
        taken = true;
        waiting.remove(taker);
        shares.merge(taker, (long) bytes, Long::sum);
        used += bytes;
        next = next();
      }
    }
    tell(next);
    return taken;
  }

  /** Bytes that a taker has taken are free again. */
  void giveBack(Runnable taker, int bytes) {
    Runnable next;
    synchronized (this) {
      used -= bytes;
      shares.merge(taker, (long) -bytes, Long::sum);
      forgetIfDone(taker);
      next = next();
    }
    tell(next);
  }

  /** A taker waits no longer. */
  void leave(Runnable taker) {
    Runnable next;
    synchronized (this) {
      if (!waiting.remove(taker)) {
        return;
      }
      forgetIfDone(taker);
      next = next();
    }
    tell(next);
  }

  /** Whether anybody waits. */
  synchronized boolean isWanted() {
    return !waiting.isEmpty();
  }

  /** Bytes that are taken. */
  synchronized long used() {
    return used;
  }

  /** Whether others wait, and a taker would have more than its share; some it may always have. */
  private boolean exceedsShare(Runnable taker, int bytes) {
    long has = shares.getOrDefault(taker, 0L);
    int others = waiting.size() - (waiting.contains(taker) ? 1 : 0);
    return has > 0 && others > 0 && has + bytes > capacity / shares.size();
  }

  private void forgetIfDone(Runnable taker) {
    if (!waiting.contains(taker)) {
      shares.remove(taker, 0L);
    }
  }

  @SuppressWarnings("ReferenceEquality") // each is one of its own
  private boolean isFirst(Runnable taker) {
    Iterator<Runnable> each = waiting.iterator();
    return !each.hasNext() || each.next() == taker;
  }

  /** Whose turn it is, if there is anything for it to take. */
  private @Nullable Runnable next() {
    return waiting.isEmpty() || used >= capacity ? null : waiting.iterator().next();
  }

  private static void tell(@Nullable Runnable taker) {
    if (taker != null) {
      taker.run();
    }
  }
}
