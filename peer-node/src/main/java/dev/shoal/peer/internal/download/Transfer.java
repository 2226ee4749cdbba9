package dev.shoal.peer.internal.download;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.ChunkScheduler;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Fetches the missing chunks of one file from whatever sources it is given: asks the scheduler whom
 * for what, within each source's window and the node's memory, and leads what arrives to the sink.
 * Belongs to the download's event loop.
 */
final class Transfer implements SourceSession.Listener {
  /** The download, told on its event loop. */
  interface Listener {
    /** A chunk of a source was good, and is on disk. */
    void onDelivered(SourceSession source, int chunk);

    /** A source sent a chunk that is not the file's; told even if it has ended meanwhile. */
    void onBadChunk(SourceSession source);

    /** A source is not used any more. */
    void onSourceEnd(SourceSession source, Throwable cause);

    /** Every chunk is on disk. */
    void onComplete();

    /** The disk refuses. */
    void onError(ShoalException cause);
  }

  private final RateLimit limit;
  private final RateLimit nodeLimit;
  private final ChunkLayout layout;
  private final Manifest manifest;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final Allowance allowance;
  private final ChunkSink sink;
  private final Tally tally;
  private final Listener listener;
  private final ChunkScheduler<SourceSession> scheduler;
  private final SourceReview review;

  /** Sources that may be asked, the one whose turn it is first. */
  private final Set<SourceSession> ready = new LinkedHashSet<>();

  /** Sources that were not yet told to end. */
  private final Set<SourceSession> sources = new LinkedHashSet<>();

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
    this.manifest = opened.part().manifest();
    this.layout = manifest.layout();
    this.loop = loop;
    this.allocator = context.allocator();
    this.limit = demands.limit();
    this.allowance = demands.allowance(context, memory, layout.chunkSize(), System.nanoTime());
    this.nodeLimit = context.downloads();
    this.sink = new ChunkSink(context, opened, loop);
    this.tally = tally;
    this.listener = listener;
    this.scheduler =
        new ChunkScheduler<>(
            layout,
            opened.held(),
            new SplittableRandom(),
            ChunkScheduler.Options.DEFAULT,
            demands.wishes());
    this.review = new SourceReview(scheduler, System.nanoTime());
  }

  /** Uses a link as a source. */
  void add(PeerLink link) {
    SourceSession source =
        new SourceSession(link, manifest, loop, allocator, limit, nodeLimit, this);
    sources.add(source);
    tally.connected(source.address(), true);
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
      for (SourceSession source : List.copyOf(ready)) {
        asked |= askNext(source);
      }
    }
  }

  /** As above, of one source: nothing has changed for the others. */
  private void pump(SourceSession source) {
    while (askNext(source)) {
      // until it has enough to do
    }
  }

  private boolean askNext(SourceSession source) {
    long now = System.nanoTime();
    if (paused
        || stopped
        || source.isResting(now)
        || !ready.contains(source)
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
    sources.forEach(SourceSession::cancelAll);
  }

  /** Goes on. */
  void resume() {
    paused = false;
    pump();
  }

  /** Lets go of all sources; the action runs once nothing holds memory or writes any more. */
  void stop(Runnable action) {
    stopped = true;
    for (SourceSession source : List.copyOf(sources)) {
      source.end(new TransportException.Cancelled());
    }
    allowance.stop(action);
  }

  @Override
  public void onAvailable(SourceSession source, ChunkSet chunks) {
    scheduler.addSource(source, source.window());
    scheduler.sourceSet(source, chunks);
    ready.add(source);
    pump(source);
  }

  @Override
  public void onHave(SourceSession source, int[] chunks) {
    if (ready.contains(source)) {
      for (int chunk : chunks) {
        scheduler.sourceHas(source, chunk);
      }
      pump(source);
    }
  }

  @Override
  public boolean onRedirect(SourceSession source, int from, int to) {
    return ready.contains(source)
        && scheduler.isRequested(source, from)
        && scheduler.redirected(source, from, to);
  }

  @Override
  public void onBytes(SourceSession source, int chunk, int bytes) {
    long now = System.nanoTime();
    tally.arrived(source.address(), bytes, now);
    allowance.received(now);
    if (ready.contains(source)) {
      scheduler.arriving(source, chunk, bytes, now);
    }
  }

  @Override
  public void onChunk(SourceSession source, int chunk, ByteBuf bytes) {
    if (stopped || !ready.contains(source) || !scheduler.isRequested(source, chunk)) {
      bytes.release();
      allowance.settle(layout.size(chunk));
      pump(source);
      return;
    }
    for (SourceSession loser : scheduler.received(source, chunk, System.nanoTime())) {
      loser.cancel(chunk);
    }
    sink.accept(chunk, bytes, new Outcome(source, chunk));
    pump(source);
  }

  @Override
  public void onDropped(SourceSession source, int chunk) {
    allowance.settle(layout.size(chunk));
  }

  @Override
  public void onFailure(SourceSession source, int chunk, TransportException cause) {
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
  public void onEnd(SourceSession source, Throwable cause) {
    sources.remove(source);
    if (ready.remove(source)) {
      scheduler.removeSource(source);
    }
    tally.connected(source.address(), false);
    listener.onSourceEnd(source, cause);
    pump();
  }

  private void ask(SourceSession source, int chunk, long now) {
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
    private final SourceSession source;
    private final int chunk;

    Outcome(SourceSession source, int chunk) {
      this.source = source;
      this.chunk = chunk;
    }

    @Override
    public void onVerified() {
      scheduler.verified(chunk);
      tally.verified(source.address(), layout.size(chunk), System.nanoTime());
      listener.onDelivered(source, chunk);
      finish();
    }

    @Override
    public void onBad() {
      scheduler.rejected(source, chunk, System.nanoTime());
      listener.onBadChunk(source);
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
