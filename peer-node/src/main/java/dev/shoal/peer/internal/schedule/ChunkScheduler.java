package dev.shoal.peer.internal.schedule;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides which chunk of one download to ask of which source next.
 *
 * <p>Rarest first, at random among equally rare ones (Legout et al., «Rarest First and Choke
 * Algorithms Are Enough», IMC 2006); the first few chunks at random, so that downloads that begin
 * together differ. In the endgame, when every chunk that a source has is requested, a chunk may be
 * asked of a second source that would deliver it much earlier; the caller then cancels the loser.
 * {@link Wishes} of those who read the file meanwhile come before all that.
 *
 * <p>A chunk goes {@link ChunkState#MISSING} → {@link #requested} → {@link #received} → {@link
 * #verified}; {@link #failed}, {@link #timedOut}, {@link #cancelled}, {@link #rejected} and {@link
 * #removeSource} lead back. The scheduler keeps the sources' windows up to date: callers only read
 * them.
 *
 * <p>Every step costs about the same however many chunks there are, except taking in or losing a
 * partial source, which costs a step per chunk that it has. An idle source should be asked for
 * again from time to time (every 100 ms, say), as what it may be given also depends on the time.
 *
 * <p>Not thread-safe. Chunk numbers out of range throw {@link IndexOutOfBoundsException}, sources
 * that were not added {@link IllegalArgumentException}, steps out of order {@link
 * IllegalStateException}.
 *
 * @param <S> what the caller knows a source by; compared by {@code equals}
 */
public final class ChunkScheduler<S> {
  /**
   * What may be tuned.
   *
   * @param randomFirst how many chunks are picked at random before rarity counts
   * @param maxHolders how many sources one chunk may be asked of at once in the endgame
   * @param avoidNanos how long a source is not asked again for a chunk that it failed to deliver,
   *     if others have it
   */
  public record Options(int randomFirst, int maxHolders, long avoidNanos) {
    /** 4 chunks at random (libtorrent's figure), 2 holders, 5 s. */
    public static final Options DEFAULT = new Options(4, 2, TimeUnit.SECONDS.toNanos(5));
  }

  private static final int[] NONE = {};

  private final ChunkLayout layout;
  private final Options options;
  private final RandomGenerator random;
  private final ChunkSet verified;
  private final RarityBuckets buckets;
  private final Outstanding<S> outstanding = new Outstanding<>();
  private final Map<S, SourceEntry<S>> sources = new HashMap<>();
  private final ReadAhead<S> readAhead;
  private int completeSources;

  /** A scheduler with default options; {@code held} is copied and counts as verified. */
  public ChunkScheduler(ChunkLayout layout, ChunkSet held, RandomGenerator random) {
    this(layout, held, random, Options.DEFAULT, new Wishes());
  }

  /**
   * A scheduler of a download that holds some chunks already.
   *
   * @param held verified chunks, copied
   * @param wishes granted as they are at each time
   * @throws IllegalArgumentException if {@code held} is not of as many chunks as the layout
   */
  public ChunkScheduler(
      ChunkLayout layout, ChunkSet held, RandomGenerator random, Options options, Wishes wishes) {
    requireSameCount(layout, held);
    this.layout = layout;
    this.options = options;
    this.random = random;
    verified = held.copy();
    buckets = new RarityBuckets(layout.count());
    for (int i = held.nextMissing(0); i >= 0; i = held.nextMissing(i + 1)) {
      buckets.put(i);
    }
    readAhead =
        new ReadAhead<>(
            layout, verified, buckets, outstanding, sources.values(), wishes, options.maxHolders);
  }

  /** Adds a source that has no chunk yet; its window is the scheduler's to change from now on. */
  public void addSource(S source, SourceWindow window) {
    ChunkBits none = new ChunkBits(layout.count());
    if (sources.putIfAbsent(source, new SourceEntry<>(source, window, none)) != null) {
      throw new IllegalArgumentException("source added twice: " + source);
    }
  }

  /** Forgets a source; what only it was asked for is to be requested again. */
  public void removeSource(S source) {
    SourceEntry<S> entry = entry(source);
    setChunks(entry, new ChunkBits(layout.count()));
    for (int chunk : outstanding.removeAll(entry)) {
      buckets.put(chunk);
    }
    sources.remove(source);
  }

  /** A source has one chunk more. */
  public void sourceHas(S source, int chunk) {
    SourceEntry<S> entry = entry(source);
    if (state(chunk) != ChunkState.VERIFIED && entry.chunks != null && entry.chunks.add(chunk)) {
      buckets.addHolder(chunk);
    }
  }

  /**
   * A source has exactly these chunks.
   *
   * @throws IllegalArgumentException if the set is not of as many chunks as the download
   */
  public void sourceSet(S source, ChunkSet chunks) {
    requireSameCount(layout, chunks);
    SourceEntry<S> entry = entry(source);
    if (chunks.isComplete()) {
      setChunks(entry, null);
      return;
    }
    ChunkBits useful = new ChunkBits(layout.count());
    for (int i = chunks.next(0); i >= 0; i = chunks.next(i + 1)) {
      if (!verified.contains(i)) {
        useful.add(i);
      }
    }
    setChunks(entry, useful);
  }

  /** The chunk to ask of a source now, or -1; nothing changes until {@link #requested}. */
  public int next(S source, long nowNanos) {
    SourceEntry<S> entry = entry(source);
    if (!entry.window.mayRequest(layout.chunkSize())) {
      return -1;
    }
    int wanted = readAhead.next(entry, nowNanos);
    if (wanted >= 0) {
      return wanted;
    }
    ChunkBits avoided = entry.avoided(nowNanos);
    int begun = layout.count() - buckets.missing();
    int chunk =
        begun < options.randomFirst
            ? buckets.pickAny(entry.chunks, avoided, random)
            : buckets.pickRarest(entry.chunks, avoided, random);
    return chunk < 0
        ? outstanding.slowest(entry, !isEndgame(), options.maxHolders, nowNanos)
        : chunk;
  }

  /**
   * Chunks that would do as well as {@link #next}'s, for a source that knows better which of them
   * the swarm lacks most: where other leechers take part, and none of them is known to have the
   * chunk, a seeder may have given it to one of them a moment ago, and others to nobody yet. For
   * what somebody is about to read nothing else will do.
   *
   * @param most of them
   * @return as long as {@code chunk}, all missing; often none
   */
  public int[] alternatives(S source, int chunk, int most) {
    boolean others = sources.size() > completeSources;
    boolean unknown = entry(source).chunks == null && buckets.holders(chunk) == 0;
    if (!others
        || !unknown
        || layout.size(chunk) != layout.chunkSize()
        || readAhead.isWanted(chunk)) {
      return NONE;
    }
    int last = layout.count() - 1;
    boolean lastIsShort = layout.size(last) != layout.chunkSize();
    return Arrays.stream(buckets.someOrphans(most, random))
        .filter(other -> other != chunk && !(lastIsShort && other == last))
        .toArray();
  }

  /**
   * A source answers a request with one of its alternatives.
   *
   * @return whether that chunk is still of use; if not, the request is to be cancelled
   */
  public boolean redirected(S source, int from, int to) {
    Request<S> request = request(source, from);
    ChunkState state = state(to);
    if ((state != ChunkState.MISSING && state != ChunkState.REQUESTED)
        || outstanding.get(request.source, to) != null) {
      return false;
    }
    abandon(request);
    buckets.take(to);
    outstanding.add(request.of(to));
    return true;
  }

  /**
   * A source that a chunk need not be waited for of.
   *
   * @param overdue whether it should have answered long ago
   */
  public record Superseded<S>(S source, boolean overdue) {}

  /**
   * A chunk has just been asked of a source, maybe because it will be much earlier than others.
   * Where a chunk delays the end or a reader, both may try, as an estimate is only that.
   *
   * @return those who have been asked before and have not begun to answer: their requests are to be
   *     cancelled; for the scheduler they are cancelled already, and not asked for it again soon
   */
  public List<Superseded<S>> superseded(S source, int chunk, long nowNanos) {
    if (isEndgame() || isUrgent(chunk)) {
      return List.of();
    }
    List<Superseded<S>> others = new ArrayList<>();
    for (Request<S> request : outstanding.removeWaiting(entry(source), chunk)) {
      request.source.window.onCancel(request.rest());
      avoid(request.source, chunk, nowNanos);
      others.add(new Superseded<>(request.source.source, request.isOverdue(nowNanos)));
    }
    return others;
  }

  /**
   * A chunk has been asked of a source.
   *
   * @return the time by which it must have arrived in full; later, call {@link #timedOut}
   */
  public long requested(S source, int chunk, long nowNanos) {
    SourceEntry<S> entry = entry(source);
    ChunkState state = state(chunk);
    if (state != ChunkState.MISSING && state != ChunkState.REQUESTED) {
      throw new IllegalStateException("chunk " + chunk + " is " + state);
    }
    if (outstanding.get(entry, chunk) != null) {
      throw new IllegalStateException("chunk " + chunk + " asked twice of " + source);
    }
    int bytes = layout.size(chunk);
    long deadline = entry.window.deadlineNanos(nowNanos, bytes);
    buckets.take(chunk);
    outstanding.add(new Request<>(entry, chunk, bytes, nowNanos));
    entry.window.onRequest(bytes, nowNanos);
    return deadline;
  }

  /** So many bytes of a chunk have arrived; bytes of a cancelled request count as well. */
  public void arriving(S source, int chunk, long bytes, long nowNanos) {
    SourceEntry<S> entry = entry(source);
    Request<S> request = outstanding.get(entry, chunk);
    if (request == null) {
      entry.window.onBytes(bytes, false, nowNanos);
      return;
    }
    if (!request.isAnswered()) {
      entry.window.onFirstByte(nowNanos - request.requestedNanos);
    }
    entry.window.onBytes(request.arrive(bytes), true, nowNanos);
  }

  /**
   * All bytes of a chunk are here; it now waits to be {@link #verified} or {@link #rejected}.
   *
   * @return other sources whose request for the chunk is to be cancelled; for the scheduler they
   *     are cancelled already
   */
  public List<S> received(S source, int chunk, long nowNanos) {
    Request<S> winner = request(source, chunk);
    List<S> losers = new ArrayList<>();
    for (Request<S> request : outstanding.removeAll(chunk)) {
      if (request == winner) {
        request.source.window.onDone(request.rest(), nowNanos);
      } else {
        request.source.window.onCancel(request.rest());
        losers.add(request.source.source);
      }
    }
    return losers;
  }

  /** A received chunk has been checked and written. */
  public void verified(int chunk) {
    requireReceived(chunk);
    verified.add(chunk);
    for (SourceEntry<S> entry : sources.values()) {
      if (entry.chunks != null) {
        entry.chunks.remove(chunk);
      }
    }
  }

  /**
   * A received chunk was not what it should be and is to be requested again, rather of another
   * source. The caller bans the source; it may be removed already.
   */
  public void rejected(S source, int chunk, long nowNanos) {
    requireReceived(chunk);
    buckets.put(chunk);
    SourceEntry<S> entry = sources.get(source);
    if (entry != null) {
      avoid(entry, chunk, nowNanos);
    }
  }

  /** A source cannot deliver a chunk; the chunk is to be requested again, rather of another one. */
  public void failed(S source, int chunk, long nowNanos) {
    Request<S> request = request(source, chunk);
    request.source.window.onCancel(request.rest());
    abandon(request);
    avoid(request.source, chunk, nowNanos);
  }

  /** Like {@link #failed}, and the source is given less to do at once. */
  public void timedOut(S source, int chunk, long nowNanos) {
    Request<S> request = request(source, chunk);
    request.source.window.onTimeout(request.rest(), nowNanos);
    abandon(request);
    avoid(request.source, chunk, nowNanos);
  }

  /** The caller gave up a request on its own account; any source may be asked again. */
  public void cancelled(S source, int chunk) {
    Request<S> request = request(source, chunk);
    request.source.window.onCancel(request.rest());
    abandon(request);
  }

  /** How far a chunk has come. */
  public ChunkState state(int chunk) {
    if (verified.contains(chunk)) {
      return ChunkState.VERIFIED;
    }
    if (buckets.isMissing(chunk)) {
      return ChunkState.MISSING;
    }
    return outstanding.contains(chunk) ? ChunkState.REQUESTED : ChunkState.RECEIVED;
  }

  /** Whether a chunk is asked of a source; false once that request was cancelled or is over. */
  public boolean isRequested(S source, int chunk) {
    SourceEntry<S> entry = sources.get(source);
    return entry != null && outstanding.get(entry, chunk) != null;
  }

  /** The chunks that are asked for now, in no order. */
  public int[] requested() {
    return outstanding.chunks();
  }

  /** Number of chunks that are not verified. */
  public int remaining() {
    return layout.count() - verified.cardinality();
  }

  /** Whether every chunk is verified. */
  public boolean isComplete() {
    return verified.isComplete();
  }

  /** Whether every chunk that some source has is requested, and some are still to come. */
  public boolean isEndgame() {
    int available = buckets.missing() - (completeSources == 0 ? buckets.orphans() : 0);
    return available == 0 && !outstanding.isEmpty();
  }

  /** Whether a chunk may be asked of two sources because somebody waits for it. */
  boolean isUrgent(int chunk) {
    return readAhead.isUrgent(chunk);
  }

  /** Whether a source has a chunk that is not verified yet. */
  public boolean isInteresting(S source) {
    ChunkBits chunks = entry(source).chunks;
    return chunks == null ? !isComplete() : !chunks.isEmpty();
  }

  private void setChunks(SourceEntry<S> entry, @Nullable ChunkBits chunks) {
    forEach(entry.chunks, buckets::removeHolder);
    completeSources += (chunks == null ? 1 : 0) - (entry.chunks == null ? 1 : 0);
    entry.chunks = chunks;
    forEach(chunks, buckets::addHolder);
  }

  private static void forEach(@Nullable ChunkBits chunks, IntConsumer action) {
    if (chunks != null) {
      for (int i = chunks.next(0); i >= 0; i = chunks.next(i + 1)) {
        action.accept(i);
      }
    }
  }

  private void abandon(Request<S> request) {
    if (outstanding.remove(request)) {
      buckets.put(request.chunk);
    }
  }

  private void avoid(SourceEntry<S> entry, int chunk, long nowNanos) {
    int others = buckets.holders(chunk) + completeSources - (entry.has(chunk) ? 1 : 0);
    if (others > 0) {
      entry.avoid(chunk, layout.count(), nowNanos + options.avoidNanos);
    }
  }

  private SourceEntry<S> entry(S source) {
    SourceEntry<S> entry = sources.get(source);
    if (entry == null) {
      throw new IllegalArgumentException("not a source: " + source);
    }
    return entry;
  }

  private Request<S> request(S source, int chunk) {
    Request<S> request = outstanding.get(entry(source), chunk);
    if (request == null) {
      throw new IllegalStateException("chunk " + chunk + " is not asked of " + source);
    }
    return request;
  }

  private void requireReceived(int chunk) {
    ChunkState state = state(chunk);
    if (state != ChunkState.RECEIVED) {
      throw new IllegalStateException("chunk " + chunk + " is " + state);
    }
  }

  private static void requireSameCount(ChunkLayout layout, ChunkSet chunks) {
    if (chunks.count() != layout.count()) {
      throw new IllegalArgumentException(
          "a set of " + chunks.count() + " chunks for a file of " + layout.count());
    }
  }
}
