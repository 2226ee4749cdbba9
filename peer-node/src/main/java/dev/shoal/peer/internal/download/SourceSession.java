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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One source of one download: a link, what it has of the file, and what is asked of it. Belongs to
 * the download's event loop, to which what happens on the link's loop is handed over.
 */
final class SourceSession implements FileListener {
  /** The download, told on its event loop. */
  interface Listener {
    /** The source said what it has: it can be asked. */
    void onAvailable(SourceSession source, ChunkSet chunks);

    /** The source gained chunks, in the range of the file's. */
    void onHave(SourceSession source, int[] chunks);

    /**
     * What comes is another chunk than was asked for; false if that is of no use, and the request
     * is to be cancelled.
     */
    boolean onRedirect(SourceSession source, int from, int to);

    /** Bytes of a chunk arrived. */
    void onBytes(SourceSession source, int chunk, int bytes);

    /** A chunk arrived, unverified; the buffer is the listener's to release. */
    void onChunk(SourceSession source, int chunk, ByteBuf bytes);

    /** A request that counted no more has come to its end, in whatever way. */
    void onDropped(SourceSession source, int chunk);

    /** A chunk won't come. */
    void onFailure(SourceSession source, int chunk, TransportException cause);

    /** The source is lost, or of no use; called once. */
    void onEnd(SourceSession source, Throwable cause);
  }

  private static final int MAX_FAILURES = 4;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final PeerLink link;
  private final Manifest manifest;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final RateLimit limit;
  private final RateLimit nodeLimit;
  private final Listener listener;
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
   */
  SourceSession(
      PeerLink link,
      Manifest manifest,
      EventLoop loop,
      ByteBufAllocator allocator,
      RateLimit limit,
      RateLimit nodeLimit,
      Listener listener) {
    this.link = link;
    this.manifest = manifest;
    this.loop = loop;
    this.allocator = allocator;
    this.limit = limit;
    this.nodeLimit = nodeLimit;
    this.listener = listener;
    this.window = new SourceWindow(manifest.layout().chunkSize());
  }

  PeerLink link() {
    return link;
  }

  InetSocketAddress address() {
    return link.address();
  }

  SourceWindow window() {
    return window;
  }

  /** A request was not answered, or not granted. Those that fail together count as one. */
  void failed(long nowNanos) {
    if (isResting(nowNanos)) {
      return;
    }
    failures++;
    restsUntilNanos = nowNanos + (REST_NANOS << Math.min(failures, MAX_FAILURES));
  }

  /** Whether it should not be asked just now. */
  boolean isResting(long nowNanos) {
    return failures > 0 && nowNanos - restsUntilNanos < 0;
  }

  /** Whether it failed so often in a row that others should take its place. */
  boolean isHopeless() {
    return failures >= MAX_FAILURES;
  }

  /** Asks the source what it has, and for news. */
  void begin() {
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

  /**
   * Asks for a chunk.
   *
   * @param alternatives of the same length, one of which may come instead
   */
  void fetch(int chunk, int[] alternatives, Duration timeout) {
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

  /** Withdraws a request; it still ends with a failure, or with the chunk if that was faster. */
  void cancel(int chunk) {
    Fetch fetch = fetching.get(chunk);
    if (fetch != null) {
      fetch.cancel();
    }
  }

  void cancelAll() {
    fetching.values().forEach(Fetch::cancel);
  }

  /** Uses the source no more. */
  void end(Throwable cause) {
    if (!ended) {
      ended = true;
      cancelAll();
      link.detach(fileId(), this);
      Throwable reason = cause instanceof CompletionException ? cause.getCause() : cause;
      listener.onEnd(this, reason == null ? cause : reason);
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
