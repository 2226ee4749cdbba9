package dev.shoal.peer.internal.tracker;

import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.Backoff;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with one of the trackers: opens it, resumes it when its connection is lost,
 * goes on to the next tracker when that fails, and back to the first one when that is there again.
 *
 * <p>Belongs to one event loop, {@link #session()} and {@link #trackerName()} aside.
 */
final class SessionKeeper {
  /** Who uses the session, told on the loop except where it says otherwise. */
  interface Listener {
    /** Digest of what the tracker is believed to have registered. */
    long digest();

    /** There is a session, perhaps a resumed one, perhaps in place of another. */
    void onOpened(TrackerSession session);

    /** There is none any more; the next one is being opened. */
    void onLost();

    /** No tracker could be reached; the next attempt is made after a rest. */
    void onUnreachable(Throwable cause);

    /** The tracker tells something; on the connection's loop. */
    void onNotice(FrameKind kind, MessageLite notice);
  }

  /** Least time between two looks at whether a tracker earlier in the list is back. */
  static final long HOME_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);

  private final EventLoop loop;
  private final List<KnownTracker> trackers;
  private final SessionLogin login;
  private final OpenLease asked;
  private final Listener listener;
  private final SplittableRandom random = new SplittableRandom();
  private final TrackerRotation rotation;
  private final TrackerLine.Listener lines = new Lines();

  /** The current round of attempts, or its session; failed while resting before the next round. */
  private volatile CompletableFuture<TrackerSession> session = new CompletableFuture<>();

  private volatile String trackerName;

  /** How often another tracker than the one before was used. */
  private final AtomicInteger visits = new AtomicInteger();

  /** The tracker that was used last. */
  private int used;

  /** The tracker that gives no session without a login, as far as is known. */
  private volatile @Nullable KnownTracker guarded;

  /** What this round of attempts has come to so far. */
  private @Nullable Throwable verdict;

  /** Whether the next round begins without a rest, since things are different now. */
  private boolean hurried;

  private boolean closed;
  private @Nullable TrackerLine current;
  private @Nullable Ticket ticket;
  private @Nullable Future<?> nextStep;

  /**
   * @param asked of every tracker, a session to be resumed aside
   */
  SessionKeeper(
      EventLoop loop,
      List<KnownTracker> trackers,
      SessionLogin login,
      OpenLease asked,
      Listener listener) {
    this.loop = loop;
    this.trackers = trackers;
    this.login = login;
    this.asked = asked;
    this.listener = listener;
    this.trackerName = trackers.get(0).name();
    this.rotation = new TrackerRotation(trackers.size(), new Backoff(random.split()));
  }

  /** The session, or the one that is about to be; from any thread. */
  CompletableFuture<TrackerSession> session() {
    return session;
  }

  /** The tracker that is used or was tried last; from any thread. */
  String trackerName() {
    return trackerName;
  }

  /** The tracker of the session, if there is one and it has proved who it is; from any thread. */
  Optional<TrackerVisit> visit() {
    int number = visits.get(); // read first: with an earlier one nothing is taken for the session's
    TrackerSession latest = latest();
    return latest == null || !latest.connection().isOpen()
        ? Optional.empty()
        : latest
            .connection()
            .authenticatedPeer()
            .map(proved -> new TrackerVisit(latest.tracker(), number));
  }

  /** Whether there is a session; from any thread. */
  boolean isConnected() {
    TrackerSession latest = latest();
    return latest != null && latest.connection().isOpen();
  }

  /** Why there is no session, and none is about to be. */
  Optional<Throwable> unreachable() {
    if (closed) {
      return Optional.of(Failures.shuttingDown());
    }
    return session.isCompletedExceptionally()
        ? Optional.of(session.handle((done, failure) -> failure).join())
        : Optional.empty();
  }

  /** Opens a session, now and whenever there is none. */
  void connect() {
    if (closed) {
      return;
    }
    if (session.isDone()) {
      session = new CompletableFuture<>();
    }
    int tracker = rotation.current();
    trackerName = trackers.get(tracker).name();
    TrackerLine line = new TrackerLine(lines);
    line.open(trackers.get(tracker), login, lease(tracker))
        .whenCompleteAsync((opened, failure) -> settle(tracker, line, opened, failure), loop);
  }

  /** Begins the next round of attempts now, if there is no session: one may be given now. */
  void hurry() {
    if (!closed && session.isCompletedExceptionally()) {
      cancelNextStep();
      connect();
    } else {
      hurried = !session.isDone();
    }
  }

  /**
   * A connection without a session, logged in if there is a login, with the tracker that gives no
   * session; to be closed by the caller. From any thread.
   */
  CompletableFuture<Connection> connectionApart() {
    KnownTracker tracker = guarded;
    if (tracker == null) {
      return CompletableFuture.failedFuture(Failures.closedByTracker());
    }
    return CompletableFuture.completedFuture((ConnectionHandler) new SilentHandler())
        .thenCompose(tracker.dialler()::dial) // what it throws is a failure, too
        .thenCompose(
            connection ->
                login
                    .logIn(connection)
                    .thenApply(loggedIn -> connection)
                    .whenComplete(
                        (ready, failure) -> {
                          if (failure != null) {
                            connection.close();
                          }
                        }));
  }

  /** A session is of no use any more, whether or not its connection has noticed. */
  void abandon(TrackerSession useless, Throwable cause) {
    TrackerLine line = current;
    if (line != null && line.isOf(useless)) {
      useless.connection().close();
      lost(line, cause);
    }
  }

  /** Ends the session and opens none any more. */
  CompletableFuture<Void> close() {
    closed = true;
    cancelNextStep();
    if (isConnected()) {
      return session.join().goodbye();
    }
    session.completeExceptionally(Failures.shuttingDown());
    return CompletableFuture.completedFuture(null);
  }

  boolean isClosed() {
    return closed;
  }

  private @Nullable TrackerSession latest() {
    CompletableFuture<TrackerSession> latest = session;
    return latest.isDone() && !latest.isCompletedExceptionally() ? latest.join() : null;
  }

  private boolean isCurrent(Connection connection) {
    TrackerSession latest = latest();
    return latest != null && latest.connection() == connection;
  }

  private void settle(
      int tracker, TrackerLine line, @Nullable TrackerSession opened, @Nullable Throwable failure) {
    if (closed) {
      if (opened != null) {
        opened.goodbye();
      }
    } else if (opened != null && opened.connection().isOpen()) {
      use(tracker, line, opened);
      session.complete(opened);
      listener.onOpened(opened);
    } else {
      Throwable cause = failure == null ? Failures.closedByTracker() : Failure.cause(failure);
      log.debug("tracker {}: {}", trackerName, String.valueOf(cause.getMessage()));
      if (Failures.isLoginRequired(cause)) {
        guarded = trackers.get(tracker);
      }
      goOn(rotation.failed(), cause);
    }
  }

  private void use(int tracker, TrackerLine line, TrackerSession opened) {
    current = line;
    verdict = null;
    hurried = false;
    ticket = Ticket.of(tracker, opened.lease(), now());
    rotation.opened(tracker, now());
    if (tracker != used) {
      used = tracker;
      visits.incrementAndGet();
    }
    trackerName = trackers.get(tracker).name();
    log.debug("session with the tracker {}", trackerName);
    cancelNextStep();
    if (tracker > 0) {
      lookHomeLater();
    }
  }

  private void lost(TrackerLine line, Throwable cause) {
    if (closed || line != current) {
      return;
    }
    log.info("lost the tracker {}; connecting again", trackerName);
    current = null;
    if (ticket != null) {
      ticket = new Ticket(ticket.tracker(), ticket.session(), ticket.secret(), now());
    }
    session = new CompletableFuture<>();
    cancelNextStep();
    listener.onLost();
    goOn(rotation.lost(now()), Failure.cause(cause));
  }

  private void goOn(long delayNanos, Throwable cause) {
    if (verdict == null || Failures.weight(cause) >= Failures.weight(verdict)) {
      verdict = cause;
    }
    if (delayNanos == 0 || hurried) {
      hurried = hurried && delayNanos == 0;
      connect();
      return;
    }
    Throwable reported = verdict;
    verdict = null;
    session.completeExceptionally(reported);
    listener.onUnreachable(reported);
    nextStep = loop.schedule(this::connect, delayNanos, TimeUnit.NANOSECONDS);
  }

  // --- Back to the trackers that come first ---

  private void lookHomeLater() {
    long delay = HOME_NANOS + random.nextLong(HOME_NANOS);
    nextStep = loop.schedule(() -> lookHome(0), delay, TimeUnit.NANOSECONDS);
  }

  private void lookHome(int tracker) {
    TrackerLine away = current;
    if (closed || away == null) {
      return;
    }
    if (tracker == rotation.current()) {
      lookHomeLater();
      return;
    }
    TrackerLine line = new TrackerLine(lines);
    line.open(trackers.get(tracker), login, lease(tracker))
        .whenCompleteAsync(
            (opened, failure) -> {
              if (opened == null) {
                lookHome(tracker + 1, away);
              } else if (closed || current != away || !opened.connection().isOpen()) {
                opened.goodbye();
                lookHome(rotation.current(), away);
              } else {
                move(tracker, line, opened);
              }
            },
            loop);
  }

  /** The next one, unless the session was lost meanwhile and all is different. */
  private void lookHome(int tracker, TrackerLine away) {
    if (current == away) {
      lookHome(tracker);
    }
  }

  private void move(int tracker, TrackerLine line, TrackerSession opened) {
    TrackerSession before = session.join();
    log.info("back from the tracker {} to {}", trackerName, trackers.get(tracker).name());
    use(tracker, line, opened);
    session = CompletableFuture.completedFuture(opened);
    listener.onLost();
    listener.onOpened(opened);
    before.goodbye();
  }

  private void cancelNextStep() {
    if (nextStep != null) {
      nextStep.cancel(false);
      nextStep = null;
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  private OpenLease lease(int tracker) {
    Ticket held = ticket;
    return held == null || !held.isGoodFor(tracker, now())
        ? asked
        : asked.toBuilder()
            .setSession(held.session())
            .setSecret(held.secret())
            .setDigest(listener.digest())
            .build();
  }

  /** Heeds the connections. */
  private final class Lines implements TrackerLine.Listener {
    @Override
    public void onNotice(Connection connection, FrameKind kind, MessageLite notice) {
      // What an old connection still has to say does not count.
      if (isCurrent(connection)) {
        listener.onNotice(kind, notice);
      }
    }

    @Override
    public void onLost(TrackerLine line, Throwable cause) {
      loop.execute(() -> lost(line, cause));
    }
  }
}
