package dev.shoal.peer.internal.download;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.fetch.FileRange;
import dev.shoal.peer.internal.fetch.HttpConnection;
import dev.shoal.peer.internal.fetch.HttpFailure;
import dev.shoal.peer.internal.fetch.HttpHop;
import dev.shoal.peer.internal.store.UnverifiedPart;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches all of a file from one URL after the other while nobody tells what it consists of: only
 * when the last byte is here it is known whether it is the file. Belongs to the download's event
 * loop.
 *
 * <p>One connection at a time. A URL whose connection is lost or too slow is asked for the rest: a
 * few times, or as long as there is no other; one that gives no parts of files begins anew. What
 * came from one URL is never gone on with from another: it would not be known whose fault it is
 * when it is not the file.
 */
final class WholeFetch implements WholeContent.Listener {
  /** The download, told on its event loop. */
  interface Listener {
    /** The manifest of what is here, which is the file. */
    void onManifest(Manifest manifest);

    /** Bytes came, and not too slowly. */
    void onArrived();

    /** It can't be written. */
    void onFailed(Throwable cause);
  }

  /**
   * What came, for the download to go on with.
   *
   * @param from where it is from
   * @param sound whether it is all of the file
   */
  record Received(UnverifiedPart part, SourceId from, boolean sound) {}

  private static final Duration LONGEST = Duration.ofDays(365);

  /** Connections in a row that bring nothing, until what a URL gave is given up for another. */
  private static final int MOST_FAILURES = 4;

  /** How often a URL may begin anew. */
  private static final int MOST_RESTARTS = 2;

  private final DownloadContext context;
  private final EventLoop loop;
  private final FileId fileId;
  private final HttpSources urls;
  private final Demands demands;
  private final DiskWork disk;
  private final Tally tally;
  private final Duration stall;
  private final Listener listener;
  private final MemoryClaim memory;
  private boolean claimed;
  private boolean hasMemory;
  private @Nullable Attempt attempt;

  /** What came so far, and from which URL. */
  private @Nullable WholeContent content;

  private @Nullable HttpUrl from;
  private int failures;

  /** How often that URL, or the last one, has begun anew. */
  private int restarts;

  private @Nullable HttpUrl last;
  private boolean sound;
  private boolean dropping;
  private Runnable whenDropped = () -> {};
  private boolean paused;
  private boolean stopped;

  /**
   * @param stall how long a few KiB may take to come
   */
  WholeFetch(
      DownloadContext context,
      EventLoop loop,
      FileId fileId,
      HttpSources urls,
      Demands demands,
      DiskWork disk,
      Tally tally,
      Duration stall,
      Listener listener) {
    this.context = context;
    this.loop = loop;
    this.fileId = fileId;
    this.urls = urls;
    this.demands = demands;
    this.disk = disk;
    this.tally = tally;
    this.stall = stall;
    this.listener = listener;
    this.memory = new MemoryClaim(context.memory(), loop);
  }

  /** Asks a URL if that is due; to be called a few times a second. */
  void tick(long nowNanos) {
    if (attempt != null) {
      attempt.endIfTooSlow();
    }
    if (stopped || paused || dropping || attempt != null || isAllHere() || !claim()) {
      return;
    }
    HttpUrl url = next(nowNanos);
    if (url != null) {
      Attempt begun = new Attempt(url);
      attempt = begun;
      begun.begin();
    }
  }

  private boolean claim() {
    if (!claimed && !urls.isEmpty()) {
      claimed = true;
      memory.want(
          WholeContent.MEMORY,
          account -> {
            hasMemory = true;
            tick(System.nanoTime());
          });
    }
    return hasMemory;
  }

  private @Nullable HttpUrl next(long nowNanos) {
    HttpUrl begun = from;
    if (begun == null) {
      return urls.due(nowNanos);
    }
    if (begun.mayConnect(nowNanos)) {
      return begun;
    }
    if (begun.isRefused()
        || ((failures >= MOST_FAILURES || begun.isRestingLong(nowNanos))
            && urls.isAnotherDue(begun, nowNanos))) {
      drop();
    }
    return null;
  }

  private boolean isAllHere() {
    return content != null && content.received() == content.length();
  }

  /** Whether it is under way. */
  boolean isFetching() {
    return content != null && (attempt != null || isAllHere());
  }

  /** Whether something may still come of it without another connection to a new URL. */
  boolean isHopeful() {
    return content != null || attempt != null || dropping;
  }

  /** Whether it waits for something else than the time when a URL may be asked. */
  boolean isBusy() {
    return !stopped && (attempt != null || dropping || (claimed && !hasMemory));
  }

  /** Asks for no more; what is here stays. */
  void pause() {
    paused = true;
    cancel();
  }

  /** Goes on, with what is missing. */
  void resume() {
    paused = false;
    restarts = 0; // that it begins anew is not the server's fault
  }

  /**
   * Ends it, as what the file consists of is known. The action runs once no worker is at it; what
   * is here can then be {@linkplain #take taken}.
   */
  void halt(Runnable action) {
    stopped = true;
    cancel();
    memory.withdraw();
    Runnable last =
        () -> {
          memory.close();
          action.run();
        };
    if (content != null) {
      content.stop(last);
    } else if (dropping) {
      whenDropped = last;
    } else {
      last.run();
    }
  }

  /** Ends it and removes what is here; the action runs once nothing is left. */
  void stop(Runnable action) {
    stopped = true;
    if (content != null) {
      cancel();
      drop();
    }
    halt(action);
  }

  /** What came so far, if anything; it is the caller's from now on. */
  Optional<Received> take() {
    HttpUrl url = from;
    if (content == null || url == null) {
      return Optional.empty();
    }
    Optional<Received> taken =
        content.take().map(part -> new Received(part, url.route().id(), sound));
    content = null;
    from = null;
    return taken;
  }

  private void cancel() {
    if (attempt != null) {
      attempt.end(new TransportException.Cancelled());
    }
  }

  /** Begins with nothing: what is here is of no use. */
  private void drop() {
    WholeContent useless = content;
    content = null;
    from = null;
    failures = 0;
    if (useless != null) {
      dropping = true;
      useless.discard(this::dropped);
    }
  }

  private void dropped() {
    dropping = false;
    Runnable action = whenDropped;
    whenDropped = () -> {};
    action.run();
  }

  @Override
  public void onRoom() {
    if (attempt != null) {
      attempt.goOn();
    }
  }

  @Override
  public void onWhole(Manifest manifest) {
    HttpUrl url = from;
    if (manifest.fileId().equals(fileId)) {
      sound = true;
      listener.onManifest(manifest);
    } else if (url != null) {
      urls.distrust(url);
      drop();
    }
  }

  @Override
  public void onFailed(Throwable cause) {
    HttpUrl url = from;
    if (url != null && isNoRoom(cause)) {
      urls.reject(url, HttpFailure.noRoom((StorageException) cause));
      cancel();
      drop();
    } else {
      listener.onFailed(cause);
    }
  }

  /** Whether the disk can't take what the server says to have, which may not be true. */
  private boolean isNoRoom(Throwable cause) {
    return content != null
        && !content.isOpen()
        && cause instanceof StorageException failure
        && failure.reason() == StorageException.Reason.DISK_FULL;
  }

  /** One connection, with whatever redirects lead there. */
  private final class Attempt implements HttpConnection.Listener {
    private final HttpUrl url;
    private final boolean goesOn;
    private @Nullable HttpConnection connection;
    private @Nullable LeastPace pace;
    private boolean answered;
    private boolean over;

    Attempt(HttpUrl url) {
      this.url = url;
      this.goesOn = content != null;
    }

    void begin() {
      url.connecting();
      tally.connected(url.route().id(), true);
      tally.requested(System.nanoTime());
      ask();
    }

    private void ask() {
      url.route()
          .open(loop)
          .whenComplete((opened, failure) -> loop.execute(() -> opened(opened, failure)));
    }

    private void opened(@Nullable HttpConnection opened, @Nullable Throwable failure) {
      if (opened == null) {
        fail(HttpRoute.cause(failure));
      } else if (over) {
        opened.close();
      } else {
        connection = opened;
        opened.get(wanted(), demands.limit(), LONGEST, this);
      }
    }

    private FileRange wanted() {
      WholeContent begun = content;
      return begun == null
          ? FileRange.all()
          : new FileRange(begun.received(), begun.length() - begun.received(), begun.length());
    }

    @Override
    public void onBegin(FileRange part) throws HttpFailure {
      answered = true;
      if (connection != null) {
        pace = new LeastPace(stall, connection.openNanos());
      }
      url.route().arrived();
      if (content == null) {
        begin(part.total());
      }
    }

    private void begin(long length) throws HttpFailure {
      long most = context.http().policy().unverifiedBytes();
      if (length > most) {
        throw HttpFailure.tooLong(length, most);
      }
      WholeContent begun =
          new WholeContent(
              new WholeContent.Means(
                  loop, context.workers(), context.allocator(), context.hashers()),
              length,
              () -> disk.receive(length),
              WholeFetch.this);
      if (!url.equals(last)) {
        last = url;
        restarts = 0;
      }
      content = begun;
      from = url;
      begun.start();
    }

    @Override
    public void onBytes(ByteBuf bytes) {
      WholeContent into = content;
      if (over || into == null) {
        return;
      }
      long now = System.nanoTime();
      tally.arrived(url.route().id(), bytes.readableBytes(), now);
      demands.standing().received(now);
      int count = bytes.readableBytes();
      try {
        into.accept(bytes);
      } catch (OutOfMemoryError e) {
        fail(new TransportException(ErrorCode.BUSY, "this node has no memory for it", e));
        return;
      }
      if (isEnough(count) || isAllHere()) {
        failures = 0;
        url.arriving();
      }
      if (failures == 0) {
        listener.onArrived(); // one that has failed has to prove that it got better
      }
      if (connection != null && into.isFull()) {
        connection.hold(true);
      }
    }

    private boolean isEnough(int count) {
      return pace != null && connection != null && pace.arrived(count, connection.openNanos());
    }

    void endIfTooSlow() {
      if (pace != null
          && connection != null
          && !isAllHere()
          && pace.isTooSlow(connection.openNanos())) {
        fail(new TransportException.Timeout("the server sends too slowly"));
      }
    }

    void goOn() {
      if (connection != null) {
        connection.hold(false);
      }
    }

    @Override
    public void onComplete() {
      end(new TransportException.Cancelled());
    }

    @Override
    public void onFailure(TransportException cause) {
      HttpHop at = connection == null ? null : connection.hop();
      connection = null;
      try {
        if (!over && !answered && at != null && url.route().follow(at, cause)) {
          ask();
          return;
        }
      } catch (HttpFailure e) {
        fail(e);
        return;
      }
      fail(cause);
    }

    private void fail(TransportException cause) {
      if (over) {
        return;
      }
      failures++;
      if (goesOn && !answered && isRefusal(cause) && restarts < MOST_RESTARTS) {
        restarts++;
        end(new TransportException.Cancelled());
        drop();
      } else {
        end(cause);
      }
    }

    /** Whether it may have all of the file, but not the rest that it was asked for. */
    private boolean isRefusal(TransportException cause) {
      return cause instanceof HttpFailure failure && failure.kind() != HttpFailure.Kind.PASSING;
    }

    /** Uses the connection no more. */
    void end(TransportException cause) {
      if (over) {
        return;
      }
      over = true;
      attempt = null;
      if (connection != null) {
        connection.close();
        connection = null;
      }
      urls.lost(url, cause);
      tally.connected(url.route().id(), false);
    }
  }
}
