package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.fetch.FileRange;
import dev.shoal.peer.internal.fetch.HttpConnection;
import dev.shoal.peer.internal.fetch.HttpFailure;
import dev.shoal.peer.internal.schedule.SourceWindow;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a web server as a source of one download: is asked for one chunk at a time, and
 * made anew when it is lost between two. Belongs to the download's event loop, which is also the
 * connection's.
 */
final class HttpSource implements ChunkSource {
  /** Who gave it, and hears what became of it; called on the download's event loop. */
  interface Keeper {
    /** A chunk of it was good. */
    void delivered(HttpSource source);

    /** It sent what is not the file's. */
    void distrust(HttpSource source);

    /** It is used no more. */
    void lost(HttpSource source, Throwable cause);
  }

  private static final Logger log = LoggerFactory.getLogger(HttpSource.class);
  private static final int MAX_FAILURES = 4;
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final HttpRoute route;
  private final ChunkLayout layout;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final RateLimit limit;
  private final Listener listener;
  private final Keeper keeper;
  private final SourceWindow window;
  private @Nullable HttpConnection connection;
  private @Nullable Fetch fetch;
  private boolean ended;

  /** Failures since a chunk last arrived, and how long it is left alone for them. */
  private int failures;

  private long restsUntilNanos;
  private boolean refused;

  /**
   * @param route to the server, which may be shared by several
   * @param limit what its bytes count against
   */
  HttpSource(
      HttpRoute route,
      ChunkLayout layout,
      EventLoop loop,
      ByteBufAllocator allocator,
      RateLimit limit,
      Listener listener,
      Keeper keeper) {
    this.route = route;
    this.layout = layout;
    this.loop = loop;
    this.allocator = allocator;
    this.limit = limit;
    this.listener = listener;
    this.keeper = keeper;
    this.window = new SourceWindow(layout.chunkSize());
  }

  /** The way to the server. */
  HttpRoute route() {
    return route;
  }

  @Override
  public SourceId id() {
    return route.id();
  }

  @Override
  public SourceWindow window() {
    return window;
  }

  @Override
  public boolean isReplaceable() {
    return false;
  }

  @Override
  public boolean isWatched() {
    return false;
  }

  @Override
  public void begin() {
    route.open(loop).whenComplete((opened, failure) -> loop.execute(() -> begun(opened, failure)));
  }

  private void begun(@Nullable HttpConnection opened, @Nullable Throwable failure) {
    if (opened == null) {
      end(HttpRoute.cause(failure));
    } else if (ended) {
      opened.close();
    } else {
      connection = opened;
      listener.onAvailable(this, ChunkSet.complete(layout.count()));
    }
  }

  @Override
  public boolean mayBeAsked(long nowNanos) {
    return fetch == null && (failures == 0 || nowNanos - restsUntilNanos >= 0);
  }

  @Override
  public void fetch(int chunk, int[] alternatives, Duration timeout) {
    Fetch begun = new Fetch(chunk, timeout);
    fetch = begun;
    begun.ask();
  }

  @Override
  public void cancel(int chunk) {
    if (fetch != null && fetch.chunk == chunk) {
      fetch.cancel();
    }
  }

  @Override
  public void cancelAll() {
    if (fetch != null) {
      fetch.cancel();
    }
  }

  @Override
  public void failed(long nowNanos) {
    failures++;
    restsUntilNanos = nowNanos + (REST_NANOS << Math.min(failures, MAX_FAILURES));
  }

  @Override
  public boolean isHopeless() {
    return refused || failures >= MAX_FAILURES;
  }

  @Override
  public void delivered() {
    keeper.delivered(this);
  }

  @Override
  public void distrust() {
    keeper.distrust(this);
  }

  @Override
  public void end(Throwable cause) {
    if (!ended) {
      ended = true;
      cancelAll();
      disconnect();
      listener.onEnd(this, cause);
      keeper.lost(this, cause);
    }
  }

  private void disconnect() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  /** One request for a chunk, with whatever redirects and connections it takes. */
  private final class Fetch implements HttpConnection.Listener {
    private final int chunk;
    private final long deadlineNanos;
    private @Nullable ByteBuf buffer;
    private boolean answered;
    private boolean reconnected;
    private boolean over;

    /** Goes off when a connection takes too long, wherever that hangs. */
    private @Nullable Future<?> timer;

    Fetch(int chunk, Duration timeout) {
      this.chunk = chunk;
      this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    void ask() {
      HttpConnection open = connection;
      if (open != null && open.isIdle() && route.leadsTo(open.hop())) {
        get(open);
        return;
      }
      disconnect();
      stopTimer();
      long left = Math.max(1, deadlineNanos - System.nanoTime());
      timer = loop.schedule(this::late, left, TimeUnit.NANOSECONDS);
      route
          .open(loop)
          .whenComplete((opened, failure) -> loop.execute(() -> opened(opened, failure)));
    }

    /** From the request on the connection itself heeds the time, which limits hold up. */
    private void stopTimer() {
      if (timer != null) {
        timer.cancel(false);
        timer = null;
      }
    }

    private void late() {
      timer = null;
      disconnect();
      fail(new TransportException.Timeout("it takes too long to connect with the server"));
    }

    private void opened(@Nullable HttpConnection opened, @Nullable Throwable failure) {
      if (opened == null) {
        fail(HttpRoute.cause(failure));
      } else if (over) {
        opened.close();
      } else {
        stopTimer();
        connection = opened;
        get(opened);
      }
    }

    private void get(HttpConnection open) {
      long left = Math.max(1, deadlineNanos - System.nanoTime());
      FileRange range = new FileRange(layout.offset(chunk), layout.size(chunk), layout.length());
      open.get(range, limit, Duration.ofNanos(left), this);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
      int count = bytes.readableBytes();
      if (!answered) {
        answered = true;
        buffer = allocate();
      }
      if (buffer != null) {
        buffer.writeBytes(bytes);
        listener.onBytes(HttpSource.this, chunk, count);
      }
    }

    /** Without memory this one chunk fails. */
    private @Nullable ByteBuf allocate() {
      int length = layout.size(chunk);
      try {
        return allocator.directBuffer(length, length);
      } catch (OutOfMemoryError e) {
        log.warn("no direct memory for a chunk of {} bytes: {}", length, e.getMessage());
        return null;
      }
    }

    @Override
    public void onComplete() {
      ByteBuf whole = buffer;
      buffer = null;
      if (whole == null) {
        fail(new TransportException(ErrorCode.BUSY, "this node has no memory for a chunk", null));
        return;
      }
      failures = 0;
      route.arrived();
      done();
      listener.onChunk(HttpSource.this, chunk, whole);
    }

    @Override
    public void onFailure(TransportException cause) {
      HttpConnection failed = connection;
      connection = null;
      boolean stale = failed != null && failed.isReused() && !answered && !reconnected;
      if (stale && cause instanceof TransportException.Closed) {
        reconnected = true; // the server may end a connection just as it is asked again
        ask();
        return;
      }
      try {
        if (!answered && failed != null && route.follow(failed.hop(), cause)) {
          ask();
          return;
        }
      } catch (HttpFailure e) {
        fail(e);
        return;
      }
      fail(cause);
    }

    /** Takes effect a moment later, as those who cancel don't expect to be told meanwhile. */
    void cancel() {
      if (!over) {
        over = true;
        disconnect();
        loop.execute(() -> told(new TransportException.Cancelled()));
      }
    }

    private void fail(TransportException cause) {
      if (!over) {
        over = true;
        refused |= cause instanceof HttpFailure || cause instanceof TransportException.Untrusted;
        told(cause);
      }
    }

    private void told(TransportException cause) {
      if (buffer != null) {
        buffer.release();
        buffer = null;
      }
      done();
      listener.onFailure(HttpSource.this, chunk, cause);
    }

    private void done() {
      stopTimer();
      over = true;
      fetch = null;
    }
  }
}
