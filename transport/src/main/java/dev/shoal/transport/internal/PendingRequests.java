package dev.shoal.transport.internal;

import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.AnswerHandler;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests that this side sent and that are not over, with their deadlines.
 *
 * <p>A request that was cancelled or timed out keeps its id until its last frame arrives, so that a
 * late answer meets its own request and no other. A plain object of one thread.
 */
final class PendingRequests {
  private final int limit;
  private final IntObjectHashMap<Pending> byId = new IntObjectHashMap<>();
  private int awaited;
  private int lastId;

  PendingRequests(int limit) {
    this(limit, 0);
  }

  /**
   * @param lastId after which ids are given
   */
  PendingRequests(int limit, int lastId) {
    this.limit = limit;
    this.lastId = lastId;
  }

  /** One request. */
  static final class Pending {
    final int id;
    final FrameKind answer;
    final long deadlineNanos;
    private @Nullable AnswerHandler handler;

    private Pending(int id, FrameKind answer, long deadlineNanos, AnswerHandler handler) {
      this.id = id;
      this.answer = answer;
      this.deadlineNanos = deadlineNanos;
      this.handler = handler;
    }

    /** Null once nobody waits any more. */
    @Nullable AnswerHandler handler() {
      return handler;
    }
  }

  boolean isFull() {
    return byId.size() >= limit;
  }

  /** Enters a request; only if there is room. */
  Pending add(FrameKind request, long deadlineNanos, AnswerHandler handler) {
    do {
      lastId++;
    } while (lastId == 0 || byId.containsKey(lastId));
    Pending pending = new Pending(lastId, request.answer(), deadlineNanos, handler);
    byId.put(lastId, pending);
    awaited++;
    return pending;
  }

  /** The request with that id, also one that nobody waits for; null if there is none. */
  @Nullable Pending get(int id) {
    return byId.get(id);
  }

  /** Hands out the handler for its final call; later calls get null. The request stays entered. */
  @Nullable AnswerHandler settle(Pending pending) {
    AnswerHandler last = pending.handler;
    if (last != null) {
      pending.handler = null;
      awaited--;
    }
    return last;
  }

  /** As {@link #settle}, and forgets the request: its last frame is here, or will never be. */
  @Nullable AnswerHandler remove(Pending pending) {
    byId.remove(pending.id);
    return settle(pending);
  }

  /** Those still waited for. */
  List<Pending> awaited() {
    return select(pending -> pending.handler != null);
  }

  /** Those still waited for whose deadline has passed; they stay entered. */
  List<Pending> overdue(long nowNanos) {
    return select(pending -> pending.handler != null && isPast(pending.deadlineNanos, nowNanos));
  }

  /** Whether anybody waits for any answer. */
  boolean isAwaited() {
    return awaited > 0;
  }

  /**
   * Whether there is no room for requests that matter, because the other side owes the end of ones
   * that nobody waits for and whose deadlines passed long ago.
   *
   * @param graceNanos how long
   */
  boolean isStuck(long nowNanos, long graceNanos) {
    return isFull()
        && awaited == 0
        && byId.values().stream()
            .allMatch(pending -> isPast(pending.deadlineNanos + graceNanos, nowNanos));
  }

  private List<Pending> select(Predicate<Pending> condition) {
    List<Pending> selected = new ArrayList<>();
    for (Pending pending : byId.values()) {
      if (condition.test(pending)) {
        selected.add(pending);
      }
    }
    return selected;
  }

  private static boolean isPast(long deadlineNanos, long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }
}
