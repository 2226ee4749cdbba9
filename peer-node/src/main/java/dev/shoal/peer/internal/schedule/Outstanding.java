package dev.shoal.peer.internal.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests under way, by chunk; in the endgame a chunk may have more than one. */
final class Outstanding<S> {
  private final Map<Integer, List<Request<S>>> byChunk = new HashMap<>();

  boolean isEmpty() {
    return byChunk.isEmpty();
  }

  boolean contains(int chunk) {
    return byChunk.containsKey(chunk);
  }

  /** The chunks that somebody is asked for. */
  int[] chunks() {
    return byChunk.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  @Nullable Request<S> get(SourceEntry<S> source, int chunk) {
    return find(byChunk.getOrDefault(chunk, List.of()), source);
  }

  void add(Request<S> request) {
    byChunk.computeIfAbsent(request.chunk, chunk -> new ArrayList<>(1)).add(request);
  }

  /** Removes one request; true if the chunk is now asked of nobody. */
  boolean remove(Request<S> request) {
    List<Request<S>> requests = byChunk.getOrDefault(request.chunk, List.of());
    requests.remove(request);
    return requests.isEmpty() && byChunk.remove(request.chunk) != null;
  }

  /** Removes all requests of a chunk and returns them. */
  List<Request<S>> removeAll(int chunk) {
    List<Request<S>> removed = byChunk.remove(chunk);
    return removed == null ? List.of() : removed;
  }

  /** Removes all requests of a source; returns the chunks that are now asked of nobody. */
  List<Integer> removeAll(SourceEntry<S> source) {
    List<Integer> abandoned = new ArrayList<>();
    for (Iterator<List<Request<S>>> i = byChunk.values().iterator(); i.hasNext(); ) {
      List<Request<S>> requests = i.next();
      Request<S> own = find(requests, source);
      if (own != null) {
        requests.remove(own);
        if (requests.isEmpty()) {
          abandoned.add(own.chunk);
          i.remove();
        }
      }
    }
    return abandoned;
  }

  /**
   * The requests of others for a chunk that are not being answered yet, removed: somebody else is
   * asked for it now who will be earlier, and to withdraw them costs nothing.
   */
  List<Request<S>> removeWaiting(SourceEntry<S> instead, int chunk) {
    List<Request<S>> waiting = new ArrayList<>();
    for (Request<S> request : byChunk.getOrDefault(chunk, List.of())) {
      if (request.source != instead && !request.isAnswered()) {
        waiting.add(request);
      }
    }
    waiting.forEach(this::remove);
    return waiting;
  }

  /**
   * The chunk whose arrival is farthest away among those that this source would deliver in less
   * than half the time, or -1.
   *
   * <p>Half, because an estimate is only that: without a margin equally fast sources would fetch
   * each other's last chunks twice.
   *
   * @param waiting only one that nobody has begun to send
   */
  int slowest(SourceEntry<S> source, boolean waiting, int maxHolders, long nowNanos) {
    int slowest = -1;
    long longest = 2 * source.window.estimateNanos(source.window.chunkSize());
    for (Map.Entry<Integer, List<Request<S>>> entry : byChunk.entrySet()) {
      int chunk = entry.getKey();
      List<Request<S>> requests = entry.getValue();
      long remaining = remainingNanos(requests, nowNanos);
      if (remaining > longest
          && !(waiting && isBeingAnswered(requests))
          && mayHelp(source, chunk, requests, maxHolders, nowNanos)) {
        slowest = chunk;
        longest = remaining;
      }
    }
    return slowest;
  }

  private static <S> boolean isBeingAnswered(List<Request<S>> requests) {
    for (Request<S> request : requests) {
      if (request.isAnswered()) {
        return true;
      }
    }
    return false;
  }

  /** Whether this source would deliver a chunk that is asked of others so much earlier. */
  boolean isBetter(
      SourceEntry<S> source, int chunk, int maxHolders, long marginNanos, long nowNanos) {
    List<Request<S>> requests = byChunk.get(chunk);
    if (requests == null || !mayHelp(source, chunk, requests, maxHolders, nowNanos)) {
      return false;
    }
    long own = source.window.estimateNanos(source.window.chunkSize());
    return remainingNanos(requests, nowNanos) - own > marginNanos;
  }

  private static <S> boolean mayHelp(
      SourceEntry<S> source, int chunk, List<Request<S>> requests, int maxHolders, long nowNanos) {
    ChunkBits avoided = source.avoided(nowNanos);
    return requests.size() < maxHolders
        && source.has(chunk)
        && (avoided == null || !avoided.contains(chunk))
        && find(requests, source) == null;
  }

  private static <S> long remainingNanos(List<Request<S>> requests, long nowNanos) {
    long soonest = Long.MAX_VALUE;
    for (Request<S> request : requests) {
      soonest = Math.min(soonest, request.remainingNanos(nowNanos));
    }
    return soonest;
  }

  private static <S> @Nullable Request<S> find(List<Request<S>> requests, SourceEntry<S> source) {
    for (Request<S> request : requests) {
      if (request.source == source) {
        return request;
      }
    }
    return null;
  }
}
