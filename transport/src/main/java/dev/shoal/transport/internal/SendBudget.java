package dev.shoal.transport.internal;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of bodies that all encrypted connections of an endpoint have in memory. Who
 * finds too little left waits behind those who found too little before. Thread-safe.
 */
final class SendBudget {
  private final long capacity;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private long used;

  /** So many bytes. */
  SendBudget(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes bytes, unless there are too few or others came before: then the taker is in the row of
   * those who wait.
   *
   * @param taker one for each connection; is told, on whatever thread, when it is worth to ask
   *     again
   */
  boolean take(Runnable taker, int bytes) {
    Runnable next;
    synchronized (this) {
      if (bytes > capacity - used || !isFirst(taker)) {
        waiting.add(taker);
        return false;
      }
      waiting.remove(taker);
      used += bytes;
      next = next();
    }
    tell(next);
    return true;
  }

  /** Bytes that were taken are free again. */
  void giveBack(int bytes) {
    Runnable next;
    synchronized (this) {
      used -= bytes;
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
