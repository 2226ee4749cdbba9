package dev.shoal.peer.internal.download;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.schedule.ChunkScheduler;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fetches the missing chunks of one file from whatever sources it is given: asks the scheduler whom
 * for what, within each source's window and the node's memory, and leads what arrives to the sink.
 * Belongs to the download's event loop.
 */
final class Transfer implements ChunkSource.Listener {
  /** The download, told on its event loop. */
  interface Listener {
    /** A chunk was good, and is on disk. */
    void onDelivered(int chunk);

    /** Every chunk is on disk. */
    void onComplete();

    /** The disk refuses. */
    void onError(ShoalException cause);
  }

  private final ChunkLayout layout;
  private final EventLoop loop;
  private final Allowance allowance;
  private final ChunkSink sink;
  private final Tally tally;
  private final Listener listener;
  private final LongAdder badChunks;
  private final ChunkScheduler<ChunkSource> scheduler;
  private final SourceReview review;

  /** Sources that may be asked, the one whose turn it is first. */
  private final Set<ChunkSource> ready = new LinkedHashSet<>();

  /** Sources that were not yet told to end. */
  private final Set<ChunkSource> sources = new LinkedHashSet<>();

  private boolean paused;
  private boolean stopped;

  /**
   * @param opened where verified chunks go, and which are there already
   * @param memory from which every chunk under way is taken; stays the caller's
   */
  Transfer(
      DownloadContext context,
      Opened opened,
      EventLoop loop,
      MemoryBudget.Account memory,
      Demands demands,
      Tally tally,
      Listener listener) {
    this.layout = opened.part().manifest().layout();
    this.loop = loop;
    this.allowance = demands.allowance(context, memory, layout.chunkSize(), System.nanoTime());
    this.sink = new ChunkSink(context, opened, loop);
    this.tally = tally;
    this.listener = listener;
    this.badChunks = context.badChunks();
    this.scheduler =
        new ChunkScheduler<>(
            layout,
            opened.held(),
            new SplittableRandom(),
            ChunkScheduler.Options.DEFAULT,
            demands.wishes());
    this.review = new SourceReview(scheduler, System.nanoTime());
  }

  /** Uses a source from now on. */
  void add(ChunkSource source) {
    sources.add(source);
    tally.connected(source.id(), true);
    source.begin();
  }

  /**
   * Asks for chunks wherever that is possible now, of each source in turn; to be called now and
   * then.
   */
  void pump() {
    allowance.tryAgain();
    boolean asked = true;
    while (asked) {
      asked = false;
      for (ChunkSource source : List.copyOf(ready)) {
        asked |= askNext(source);
      }
    }
  }

  /** As above, of one source: nothing has changed for the others. */
  private void pump(ChunkSource source) {
    while (askNext(source)) {
      // until it has enough to do
    }
  }

  private boolean askNext(ChunkSource source) {
    long now = System.nanoTime();
    if (paused
        || stopped
        || !ready.contains(source)
        || !source.mayBeAsked(now)
        || !allowance.mayAsk(source.window().outstandingBytes() == 0, now)) {
      return false;
    }
    int chunk = scheduler.next(source, now);
    if (chunk < 0) {
      return false;
    }
    if (!allowance.tryTake(layout.size(chunk), () -> loop.execute(this::pump), now)) {
      return false;
    }
    ask(source, chunk, now);
    return true;
  }

  /** The chunks that are asked for now. */
  int[] requested() {
    return scheduler.requested();
  }

  /** Lets go of sources that are of no use; see {@link SourceReview#run}. */
  void review(boolean othersWait, long now) {
    if (!paused && !stopped) {
      review.run(ready, othersWait, now);
    }
  }

  /** Stops asking and withdraws what is asked. */
  void pause() {
    paused = true;
    sources.forEach(ChunkSource::cancelAll);
  }

  /** Goes on. */
  void resume() {
    paused = false;
    pump();
  }

  /** Lets go of all sources; the action runs once nothing holds memory or writes any more. */
  void stop(Runnable action) {
    stopped = true;
    for (ChunkSource source : List.copyOf(sources)) {
      source.end(new TransportException.Cancelled());
    }
    allowance.stop(action);
  }

  @Override
  public void onAvailable(ChunkSource source, ChunkSet chunks) {
    scheduler.addSource(source, source.window());
    scheduler.sourceSet(source, chunks);
    ready.add(source);
    pump(source);
  }

  @Override
  public void onHave(ChunkSource source, int[] chunks) {
    if (ready.contains(source)) {
      for (int chunk : chunks) {
        scheduler.sourceHas(source, chunk);
      }
      pump(source);
    }
  }

  @Override
  public boolean onRedirect(ChunkSource source, int from, int to) {
    return ready.contains(source)
        && scheduler.isRequested(source, from)
        && scheduler.redirected(source, from, to);
  }

  @Override
  public void onBytes(ChunkSource source, int chunk, int bytes) {
    long now = System.nanoTime();
    tally.arrived(source.id(), bytes, now);
    allowance.received(now);
    if (ready.contains(source)) {
      scheduler.arriving(source, chunk, bytes, now);
    }
  }

  @Override
  public void onChunk(ChunkSource source, int chunk, ByteBuf bytes) {
    if (stopped || !ready.contains(source) || !scheduler.isRequested(source, chunk)) {
      bytes.release();
      allowance.settle(layout.size(chunk));
      pump(source);
      return;
    }
    for (ChunkSource loser : scheduler.received(source, chunk, System.nanoTime())) {
      loser.cancel(chunk);
    }
    sink.accept(chunk, bytes, new Outcome(source, chunk));
    pump(source);
  }

  @Override
  public void onDropped(ChunkSource source, int chunk) {
    allowance.settle(layout.size(chunk));
  }

  @Override
  public void onFailure(ChunkSource source, int chunk, TransportException cause) {
    allowance.settle(layout.size(chunk));
    if (!ready.contains(source) || !scheduler.isRequested(source, chunk)) {
      if (source.isHopeless()) {
        source.end(cause);
      }
      pump(source); // its request was withdrawn in favour of another source
      return;
    }
    long now = System.nanoTime();
    if (cause instanceof TransportException.Cancelled) {
      scheduler.cancelled(source, chunk);
    } else if (cause instanceof TransportException.Timeout) {
      scheduler.timedOut(source, chunk, now);
      source.failed(now);
    } else {
      scheduler.failed(source, chunk, now);
      source.failed(now);
    }
    if (isFinal(cause) || source.isHopeless()) {
      source.end(cause);
    }
    pump();
  }

  @Override
  public void onEnd(ChunkSource source, Throwable cause) {
    sources.remove(source);
    if (ready.remove(source)) {
      scheduler.removeSource(source);
    }
    tally.connected(source.id(), false);
    pump();
  }

  private void ask(ChunkSource source, int chunk, long now) {
    int[] alternatives = scheduler.alternatives(source, chunk, Limits.MAX_ALTERNATIVES);
    long deadline = scheduler.requested(source, chunk, now);
    tally.requested(now);
    for (var slower : scheduler.superseded(source, chunk, now)) {
      if (slower.overdue()) {
        slower.source().failed(now);
      }
      slower.source().cancel(chunk);
    }
    source.fetch(chunk, alternatives, Duration.ofNanos(deadline - now));
  }

  /** Whether the source has nothing more to give, as opposed to not now or not this. */
  private static boolean isFinal(TransportException cause) {
    return switch (cause.code()) {
      case NOT_FOUND,
          DENIED,
          FILE_CHANGED,
          CHUNK_SIZE_UNAVAILABLE,
          PROTOCOL_VIOLATION,
          UNKNOWN_KIND ->
          true;
      default -> false;
    };
  }

  /** What becomes of one chunk in the sink. */
  private final class Outcome implements ChunkSink.Listener {
    private final ChunkSource source;
    private final int chunk;

    Outcome(ChunkSource source, int chunk) {
      this.source = source;
      this.chunk = chunk;
    }

    @Override
    public void onVerified() {
      scheduler.verified(chunk);
      tally.verified(source.id(), layout.size(chunk), System.nanoTime());
      source.delivered();
      listener.onDelivered(chunk);
      finish();
    }

    @Override
    public void onBad() {
      scheduler.rejected(source, chunk, System.nanoTime());
      badChunks.increment();
      source.distrust();
      source.end(
          new ProtocolException(
              ErrorCode.BAD_REQUEST, "a source sent a chunk that is not the file's"));
      finish();
    }

    @Override
    public void onUnwritten(ShoalException cause) {
      scheduler.rejected(source, chunk, System.nanoTime());
      listener.onError(cause);
      finish();
    }

    private void finish() {
      allowance.settle(layout.size(chunk));
      if (scheduler.isComplete() && !stopped) {
        listener.onComplete();
      }
    }
  }
}
