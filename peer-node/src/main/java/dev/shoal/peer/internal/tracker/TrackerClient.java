package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node known at its tracker: connects, opens or resumes the lease, tells what is held,
 * sends heartbeats, and starts over whenever the connection is lost.
 *
 * <p>Public methods may be called from any thread; state belongs to one event loop.
 */
public final class TrackerClient {
  /** Makes a connection to the tracker, looking its address up anew. */
  @FunctionalInterface
  public interface Dialler {
    /** As {@link dev.shoal.transport.Endpoint#dial}. */
    CompletableFuture<Connection> dial(ConnectionHandler handler);
  }

  private static final Logger log = LoggerFactory.getLogger(TrackerClient.class);

  private final EventLoop loop;
  private final Dialler dialler;
  private final String tracker;
  private final int listenPort;
  private final boolean listensEverywhere;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private final Announcements announcements = new Announcements();

  /** The current attempt or session; failed while resting before the next attempt. */
  private volatile CompletableFuture<TrackerSession> session = new CompletableFuture<>();

  private volatile boolean closed;
  private boolean telling;
  private long sessionId;
  private ByteString secret = ByteString.EMPTY;
  private @Nullable Future<?> nextStep;

  /**
   * A client that does nothing before {@link #start()}.
   *
   * @param loop owns the state
   * @param tracker what people call it
   * @param listenPort where this node accepts connections
   * @param listensEverywhere whether at all local addresses
   */
  public TrackerClient(
      EventLoop loop, Dialler dialler, String tracker, int listenPort, boolean listensEverywhere) {
    this.loop = loop;
    this.dialler = dialler;
    this.tracker = tracker;
    this.listenPort = listenPort;
    this.listensEverywhere = listensEverywhere;
  }

  /** Connects, now and whenever needed, until {@link #close()}. */
  public void start() {
    loop.execute(this::connect);
  }

  /** Whether a lease is open. */
  public boolean isConnected() {
    CompletableFuture<TrackerSession> current = session;
    return current.isDone()
        && !current.isCompletedExceptionally()
        && current.join().connection().isOpen();
  }

  /**
   * Makes a file known, now and after every loss of the connection, until {@link #withdraw}.
   *
   * @return completes when the tracker knows; fails when it can't be reached now, but the file is
   *     made known later all the same
   */
  public CompletableFuture<Void> announce(Announcement announcement) {
    CompletableFuture<Void> known = new CompletableFuture<>();
    loop.execute(
        () -> {
          announcements
              .announce(announcement)
              .whenComplete((done, failure) -> complete(known, null, failure));
          if (session.isCompletedExceptionally()) {
            announcements.failAll(unreachable(session));
          }
          tell();
        });
    return known;
  }

  /** Makes a file unknown. */
  public void withdraw(FileId fileId) {
    loop.execute(
        () -> {
          announcements.withdraw(fileId);
          tell();
        });
  }

  /**
   * Asks for sources of a file.
   *
   * @param complete whether this node has all of it
   * @return fails with a {@link TransportException}
   */
  public CompletableFuture<Sources> query(FileId fileId, boolean complete) {
    Query query =
        Query.newBuilder()
            .setFileId(ByteString.copyFrom(fileId.toBytes()))
            .setComplete(complete)
            .build();
    return ask(FrameKind.QUERY, query).thenApply(Sources.class::cast);
  }

  /** Asks what is known of a file; fails with a {@link TransportException}. */
  public CompletableFuture<FileDetails> details(FileId fileId) {
    Details details = Details.newBuilder().setFileId(ByteString.copyFrom(fileId.toBytes())).build();
    return ask(FrameKind.DETAILS, details).thenApply(FileDetails.class::cast);
  }

  /** Searches the catalogue; fails with a {@link TransportException}. */
  public CompletableFuture<SearchResults> search(Search search) {
    return ask(FrameKind.SEARCH, search).thenApply(SearchResults.class::cast);
  }

  /** Ends the lease and does nothing any more. */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    loop.execute(
        () -> {
          closed = true;
          cancelNextStep();
          announcements.failAll(shuttingDown());
          CompletableFuture<TrackerSession> current = session;
          if (isConnected()) {
            current.join().goodbye().whenComplete((done, failure) -> end.complete(null));
          } else {
            current.completeExceptionally(shuttingDown());
            end.complete(null);
          }
        });
    return end;
  }

  private CompletableFuture<MessageLite> ask(FrameKind kind, MessageLite header) {
    return session.thenCompose(current -> current.connection().request(kind, header));
  }

  // --- Everything below runs on the loop ---

  private void connect() {
    if (closed) {
      return;
    }
    if (session.isDone()) {
      session = new CompletableFuture<>();
    }
    CompletableFuture<TrackerSession> attempt = session;
    CompletableFuture.completedFuture(new Lost(attempt))
        .thenCompose(dialler::dial) // what it throws counts as a failure, too
        .thenCompose(connection -> TrackerSession.open(connection, lease()))
        .whenCompleteAsync((opened, failure) -> settle(attempt, opened, failure), loop);
  }

  private OpenLease lease() {
    return OpenLease.newBuilder()
        .setListenPort(listenPort)
        .setListensEverywhere(listensEverywhere)
        .setSession(sessionId)
        .setSecret(secret)
        .setDigest(announcements.digest())
        .build();
  }

  private void settle(
      CompletableFuture<TrackerSession> attempt,
      @Nullable TrackerSession opened,
      @Nullable Throwable failure) {
    if (opened == null) {
      lost(attempt, failure == null ? shuttingDown() : failure);
      return;
    }
    if (closed) {
      opened.goodbye();
      return;
    }
    if (!attempt.complete(opened)) {
      opened.connection().close(); // lost before this came to be known: the next attempt is due
      return;
    }
    backoff.reset();
    sessionId = opened.lease().getSession();
    secret = opened.lease().getSecret();
    if (!opened.lease().getResumed()) {
      announcements.startOver();
    }
    scheduleHeartbeat(opened);
    tell();
  }

  /** The attempt failed, or its connection is lost: rests, then tries again. */
  private void lost(CompletableFuture<TrackerSession> attempt, Throwable cause) {
    if (closed || attempt != session || attempt.isCompletedExceptionally()) {
      return;
    }
    Throwable reason = unwrapped(cause);
    if (attempt.completeExceptionally(reason)) {
      log.debug("tracker {}: {}", tracker, String.valueOf(reason.getMessage()));
    } else {
      log.info("lost the tracker {}; connecting again", tracker);
      session = CompletableFuture.failedFuture(reason);
    }
    telling = false;
    cancelNextStep();
    announcements.failAll(reason);
    nextStep = loop.schedule(this::connect, backoff.nextDelayNanos(), TimeUnit.NANOSECONDS);
  }

  /** Tells the tracker what it does not know, one batch at a time. */
  private void tell() {
    if (telling || closed || !isConnected()) {
      return;
    }
    Announcements.Batch batch = announcements.next();
    if (batch == null) {
      return;
    }
    telling = true;
    TrackerSession current = session.join();
    current
        .tell(batch)
        .whenCompleteAsync(
            (done, failure) -> {
              telling = false;
              if (failure == null) {
                announcements.acknowledge(batch);
                tell();
              } else if (isConnected()) {
                // Tried again after the next heartbeat, which also finds out what the tracker took.
                log.warn("the tracker {} refused: {}", tracker, failure.getMessage());
                announcements.failAll(failure);
              }
            },
            loop);
  }

  private void scheduleHeartbeat(TrackerSession current) {
    cancelNextStep();
    nextStep =
        loop.schedule(
            () -> beat(current),
            Math.max(100, Integer.toUnsignedLong(current.lease().getHeartbeatMillis())),
            TimeUnit.MILLISECONDS);
  }

  private void beat(TrackerSession current) {
    if (telling) {
      scheduleHeartbeat(current); // the digests differ while a batch is under way
      return;
    }
    current
        .heartbeat(announcements.digest())
        .whenCompleteAsync(
            (inStep, failure) -> {
              if (failure != null) {
                log.debug("tracker {}: {}", tracker, failure.getMessage());
                current.connection().close(); // the lease may have run out: begins anew
              } else if (isConnected()) {
                if (!inStep && !telling) {
                  announcements.startOver();
                }
                scheduleHeartbeat(current);
                tell();
              }
            },
            loop);
  }

  private void cancelNextStep() {
    if (nextStep != null) {
      nextStep.cancel(false);
      nextStep = null;
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  private static Throwable unreachable(CompletableFuture<?> failed) {
    return failed.handle((done, failure) -> failure).join();
  }

  private static TransportException shuttingDown() {
    return new TransportException.Closed(ErrorCode.SHUTTING_DOWN, "the node is closing", null);
  }

  private static <T> void complete(
      CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }

  /** Notices that the tracker's connection is lost. A tracker asks nothing of a peer. */
  private final class Lost implements ConnectionHandler {
    private final CompletableFuture<TrackerSession> attempt;

    Lost(CompletableFuture<TrackerSession> attempt) {
      this.attempt = attempt;
    }

    @Override
    public void onRequest(Connection connection, Request request) {
      request.fail(ErrorCode.UNKNOWN_KIND, "a peer does not answer " + request.kind());
    }

    @Override
    public void onClosed(Connection connection, @Nullable Throwable cause) {
      Throwable reason =
          cause != null
              ? cause
              : new TransportException.Closed(
                  ErrorCode.UNKNOWN, "the tracker closed the connection", null);
      loop.execute(() -> lost(attempt, reason));
    }
  }
}
