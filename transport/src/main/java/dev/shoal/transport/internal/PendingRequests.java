package dev.shoal.transport.internal;

import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.AnswerHandler;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
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
  private int lastId;

  PendingRequests(int limit) {
    this.limit = limit;
  }

  /** One request. */
  static final class Pending {
    final int id;
    final FrameKind answer;
    final long deadlineNanos;

    /** Null once nobody waits any more. */
    @Nullable AnswerHandler handler;

    Pending(int id, FrameKind answer, long deadlineNanos, AnswerHandler handler) {
      this.id = id;
      this.answer = answer;
      this.deadlineNanos = deadlineNanos;
      this.handler = handler;
    }

    /** Hands out the handler for its final call; later calls get null. */
    @Nullable AnswerHandler settle() {
      AnswerHandler last = handler;
      handler = null;
      return last;
    }
  }

  /** Enters a request, or returns null when too many are outstanding. */
  @Nullable Pending add(FrameKind request, long deadlineNanos, AnswerHandler handler) {
    if (byId.size() >= limit) {
      return null;
    }
    do {
      lastId++;
    } while (lastId == 0 || byId.containsKey(lastId));
    Pending pending = new Pending(lastId, request.answer(), deadlineNanos, handler);
    byId.put(lastId, pending);
    return pending;
  }

  /** The request with that id, also one that nobody waits for; null if there is none. */
  @Nullable Pending get(int id) {
    return byId.get(id);
  }

  /** Forgets a request: its last frame is here. */
  void remove(int id) {
    byId.remove(id);
  }

  /** Those still waited for whose deadline has passed; they stay entered. */
  List<Pending> overdue(long nowNanos) {
    List<Pending> overdue = new ArrayList<>();
    for (Pending pending : byId.values()) {
      if (pending.handler != null && nowNanos - pending.deadlineNanos >= 0) {
        overdue.add(pending);
      }
    }
    return overdue;
  }

  /** Forgets all and returns them. */
  List<Pending> clear() {
    List<Pending> all = new ArrayList<>(byId.values());
    byId.clear();
    return all;
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }
}
