package dev.shoal.peer.internal.download;

import com.google.protobuf.ByteString;
import dev.shoal.peer.internal.link.FileListener;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.SourceWindow;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Watch;
import dev.shoal.transport.Connection;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer as a source of one download: a link, what it has of the file, and what is asked of it.
 * Belongs to the download's event loop, to which what happens on the link's loop is handed over.
 */
final class SourceSession implements ChunkSource, FileListener {
  private static final int MAX_FAILURES = 4;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final PeerLink link;
  private final Manifest manifest;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final RateLimit limit;
  private final RateLimit nodeLimit;
  private final Listener listener;
  private final LinkKeeper keeper;
  private final SourceWindow window;
  private final Map<Integer, Fetch> fetching = new HashMap<>();
  private boolean available;
  private boolean ended;

  /**
   * Chunks that the source gained and the download does not know of yet: a bit each, however fast
   * the news come. Guarded by itself.
   */
  private final BitSet gained = new BitSet();

  /** Failures since bytes last arrived, and how long the source is left alone for them. */
  private int failures;

  private long restsUntilNanos;

  /**
   * @param limit of the download
   * @param nodeLimit within which that is
   * @param keeper gave the link
   */
  SourceSession(
      PeerLink link,
      Manifest manifest,
      EventLoop loop,
      ByteBufAllocator allocator,
      RateLimit limit,
      RateLimit nodeLimit,
      Listener listener,
      LinkKeeper keeper) {
    this.link = link;
    this.manifest = manifest;
    this.loop = loop;
    this.allocator = allocator;
    this.limit = limit;
    this.nodeLimit = nodeLimit;
    this.listener = listener;
    this.keeper = keeper;
    this.window = new SourceWindow(manifest.layout().chunkSize());
  }

  @Override
  public SourceId id() {
    return SourceId.peer(link.address());
  }

  @Override
  public SourceWindow window() {
    return window;
  }

  @Override
  public boolean isReplaceable() {
    return true;
  }

  @Override
  public boolean isWatched() {
    return link.isWatched();
  }

  @Override
  public void delivered() {
    keeper.delivered(link);
  }

  @Override
  public void distrust() {
    keeper.ban(link);
  }

  @Override
  public void failed(long nowNanos) {
    if (isResting(nowNanos)) {
      return;
    }
    failures++;
    restsUntilNanos = nowNanos + (REST_NANOS << Math.min(failures, MAX_FAILURES));
  }

  /** For a moment after each failure. */
  private boolean isResting(long nowNanos) {
    return failures > 0 && nowNanos - restsUntilNanos < 0;
  }

  @Override
  public boolean mayBeAsked(long nowNanos) {
    return !isResting(nowNanos);
  }

  @Override
  public boolean isHopeless() {
    return failures >= MAX_FAILURES;
  }

  @Override
  public void begin() {
    if (!link.attach(fileId(), this)) {
      end(new TransportException.Closed(ErrorCode.UNKNOWN, "the link is lost", null));
      return;
    }
    Watch watch =
        Watch.newBuilder()
            .setFileId(ByteString.copyFrom(fileId().toBytes()))
            .setChunkSize(manifest.layout().chunkSize())
            .build();
    int count = manifest.layout().count();
    Gathering.request(link.connection(), FrameKind.WATCH, watch, ChunkSet.byteLength(count))
        .thenApply(answer -> chunks(answer, count))
        .whenComplete(
            (chunks, failure) ->
                loop.execute(
                    () -> {
                      if (failure != null) {
                        end(failure);
                      } else if (!ended) {
                        available = true;
                        listener.onAvailable(this, chunks);
                        tellGained();
                      }
                    }));
  }

  @Override
  public void fetch(int chunk, int[] alternatives, Duration timeout) {
    ChunkLayout layout = manifest.layout();
    ChunkRequest.Builder request =
        ChunkRequest.newBuilder()
            .setFileId(ByteString.copyFrom(fileId().toBytes()))
            .setChunkSize(layout.chunkSize())
            .setChunk(chunk);
    for (int alternative : alternatives) {
      request.addAlternatives(alternative);
    }
    Fetch fetch = new Fetch(chunk);
    fetching.put(chunk, fetch);
    fetch.request =
        link.connection()
            .request(
                FrameKind.CHUNK_REQUEST,
                request.build(),
                timeout,
                new ChunkFetch(layout.size(chunk), alternatives, allocator, this::limit, fetch));
  }

  /** A link is not read more slowly for one download while another uses it as well. */
  private RateLimit limit() {
    return link.isShared() ? nodeLimit : limit;
  }

  @Override
  public void cancel(int chunk) {
    Fetch fetch = fetching.get(chunk);
    if (fetch != null) {
      fetch.cancel();
    }
  }

  @Override
  public void cancelAll() {
    fetching.values().forEach(Fetch::cancel);
  }

  @Override
  public void end(Throwable cause) {
    if (!ended) {
      ended = true;
      cancelAll();
      link.detach(fileId(), this);
      Throwable reason = cause instanceof CompletionException ? cause.getCause() : cause;
      Throwable known = reason == null ? cause : reason;
      listener.onEnd(this, known);
      keeper.lost(link, known);
    }
  }

  // --- On the link's event loop ---

  @Override
  public void onHave(PeerLink from, Have news) {
    if (news.getChunkSize() != manifest.layout().chunkSize()) {
      return;
    }
    synchronized (gained) {
      boolean telling = !gained.isEmpty();
      for (int chunk : news.getChunksList()) {
        if (chunk >= 0 && chunk < manifest.layout().count()) {
          gained.set(chunk);
        }
      }
      if (!telling && !gained.isEmpty()) {
        loop.execute(this::tellGained);
      }
    }
  }

  /** News may overtake the answer to what the source has, and then wait for it. */
  private void tellGained() {
    if (!available || ended) {
      return;
    }
    int[] chunks;
    synchronized (gained) {
      chunks = gained.stream().toArray();
      gained.clear();
    }
    if (chunks.length > 0) {
      listener.onHave(this, chunks);
    }
  }

  @Override
  public void onGone(PeerLink from, Gone news) {
    loop.execute(
        () ->
            end(
                new TransportException.Remote(
                    ErrorCode.of(news.getCode()), "the source stopped sharing the file")));
  }

  @Override
  public void onClosed(PeerLink from, @Nullable Throwable cause) {
    loop.execute(
        () ->
            end(
                cause != null
                    ? cause
                    : new TransportException.Closed(
                        ErrorCode.UNKNOWN, "the source closed the connection", null)));
  }

  /** One request for a chunk. */
  private final class Fetch implements ChunkFetch.Listener {
    private int chunk;
    private Connection.@Nullable Cancellable request;

    /** Whether what comes is not what was asked for, and not wanted. */
    private boolean refused;

    Fetch(int chunk) {
      this.chunk = chunk;
    }

    void cancel() {
      if (request != null) {
        request.cancel();
      }
    }

    @Override
    public void onRedirect(int to) {
      loop.execute(
          () -> {
            if (isCurrent() && listener.onRedirect(SourceSession.this, chunk, to)) {
              fetching.remove(chunk);
              fetching.put(to, this);
              chunk = to;
            } else {
              refused = true;
              cancel();
            }
          });
    }

    @Override
    public void onBytes(int bytes) {
      loop.execute(
          () -> {
            failures = 0;
            listener.onBytes(SourceSession.this, chunk, bytes);
          });
    }

    @Override
    public void onChunk(ByteBuf bytes) {
      loop.execute(
          () -> {
            if (isCurrent() && !refused) {
              fetching.remove(chunk);
              listener.onChunk(SourceSession.this, chunk, bytes);
            } else { // all of it was here before the cancellation arrived
              bytes.release();
              fail(new TransportException.Cancelled());
            }
          });
    }

    @Override
    public void onFailure(TransportException cause) {
      loop.execute(() -> fail(cause));
    }

    private void fail(TransportException cause) {
      if (fetching.remove(chunk, this)) {
        listener.onFailure(SourceSession.this, chunk, cause);
      } else {
        listener.onDropped(SourceSession.this, chunk);
      }
    }

    /** Whether no later request for the chunk has taken its place. */
    @SuppressWarnings("ReferenceEquality") // each is one of its own
    private boolean isCurrent() {
      return fetching.get(chunk) == this;
    }
  }

  private FileId fileId() {
    return manifest.fileId();
  }

  private static ChunkSet chunks(Gathering.Answer answer, int count) {
    if (((Availability) answer.header()).getComplete()) {
      return ChunkSet.complete(count);
    }
    try {
      return ChunkSet.fromBytes(count, answer.body());
    } catch (ProtocolException e) {
      throw new CompletionException(e);
    }
  }
}
