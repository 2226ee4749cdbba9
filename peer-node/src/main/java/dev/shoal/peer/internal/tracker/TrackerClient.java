package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.TrackerStatus;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unsubscribe;
import dev.shoal.transport.Connection;
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node known at one of its trackers, and asks there for it.
 *
 * <p>Public methods may be called from any thread; state belongs to one event loop.
 */
public final class TrackerClient {
  /** Who uses the sessions for more than what this class does. Told on the client's loop. */
  public interface Listener {
    /**
     * There is a session, logged in if this node has a login, of which the tracker knows nothing
     * yet; or it is logged in as somebody else from now on.
     */
    default void onSession() {}

    /** The tracker tells something. */
    default void onNotice(FrameKind kind, MessageLite notice) {}
  }

  private final EventLoop loop;
  private final SessionLogin login;
  private final Announcements announcements = new Announcements();
  private final SwarmListeners swarms = new SwarmListeners();
  private final Reachability reachability;
  private final SessionKeeper keeper;
  private final Announcer announcer;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * A client that does nothing before {@link #start()}.
   *
   * @param loop owns the state
   * @param trackers at least one, the preferred one first
   * @param login takes up this node's logins
   * @param listenPort where this node accepts connections
   * @param listensEverywhere whether at all local addresses
   */
  public TrackerClient(
      EventLoop loop,
      List<KnownTracker> trackers,
      SessionLogin login,
      int listenPort,
      boolean listensEverywhere) {
    this.loop = loop;
    this.login = login;
    this.reachability = new Reachability(listenPort);
    OpenLease lease =
        OpenLease.newBuilder()
            .setListenPort(listenPort)
            .setListensEverywhere(listensEverywhere)
            .build();
    this.keeper = new SessionKeeper(loop, trackers, login, lease, new Sessions());
    this.announcer = new Announcer(loop, announcements, reachability, keeper);
  }

  /** Connects, now and whenever needed, until {@link #close()}. */
  public void start() {
    loop.execute(keeper::connect);
  }

  /** Whether a lease is open. */
  public boolean isConnected() {
    return keeper.isConnected();
  }

  /**
   * The tracker that is used now, if it has proved who it is; empty if there is none, or no TLS.
   */
  public Optional<TrackerVisit> visit() {
    return keeper.visit();
  }

  /** Completes when there is a session, or none can be had for now; never fails. */
  public CompletableFuture<Void> ready() {
    return keeper.session().handle((session, failure) -> null);
  }

  /** How things stand. */
  public TrackerStatus status() {
    boolean connected = isConnected();
    return new TrackerStatus(
        keeper.trackerName(), connected, connected && reachability.isDialable());
  }

  /**
   * Makes a file known, now and with every new session, until {@link #withdraw}.
   *
   * @return completes when the tracker knows; fails when none can be reached now, but the file is
   *     made known later all the same
   */
  public CompletableFuture<Void> announce(Announcement announcement) {
    CompletableFuture<Void> known = new CompletableFuture<>();
    loop.execute(
        () -> {
          announcements
              .announce(announcement)
              .whenComplete((done, failure) -> complete(known, failure));
          keeper.unreachable().ifPresent(announcements::failAll);
          announcer.tell();
        });
    return known;
  }

  /** Makes a file unknown. */
  public void withdraw(FileId fileId) {
    loop.execute(
        () -> {
          announcements.withdraw(fileId);
          announcer.tell();
        });
  }

  /** Asks for sources of a file; fails with a {@link TransportException}. */
  public CompletableFuture<Sources> query(Query query) {
    return ask(FrameKind.QUERY, query, Sources.class);
  }

  /** Leads news of a file, which a query subscribes to, to a listener. */
  public void follow(FileId fileId, SwarmListener listener) {
    swarms.add(fileId, listener);
  }

  /** Does so no more; if that was the last listener, the tracker need send no more. */
  public void unfollow(FileId fileId, SwarmListener listener) {
    if (swarms.remove(fileId, listener) && isConnected()) {
      Unsubscribe notice = Unsubscribe.newBuilder().setFileId(bytes(fileId)).build();
      keeper
          .session()
          .thenAccept(session -> session.connection().notify(FrameKind.UNSUBSCRIBE, notice));
    }
  }

  /** Asks what is known of a file; fails with a {@link TransportException}. */
  public CompletableFuture<FileDetails> details(FileId fileId) {
    Details details = Details.newBuilder().setFileId(bytes(fileId)).build();
    return ask(FrameKind.DETAILS, details, FileDetails.class);
  }

  /** Searches the catalogue; fails with a {@link TransportException}. */
  public CompletableFuture<SearchResults> search(Search search) {
    return ask(FrameKind.SEARCH, search, SearchResults.class);
  }

  /** Ends the lease and does nothing any more. */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    loop.execute(
        () -> {
          announcer.lost();
          announcements.failAll(Failures.shuttingDown());
          keeper.close().whenComplete((done, failure) -> end.complete(null));
        });
    return end;
  }

  /**
   * Asks over the session that is there or about to be, and once more over the next one if that is
   * lost meanwhile: for what does no harm when it is done twice.
   *
   * @param kind a request, with its header
   * @param answer the message that answers it
   * @return fails with a {@link TransportException}
   */
  public <T extends MessageLite> CompletableFuture<T> ask(
      FrameKind kind, MessageLite header, Class<T> answer) {
    CompletableFuture<TrackerSession> session = keeper.session();
    return request(session, kind, header)
        .exceptionallyComposeAsync(failure -> again(session, kind, header, failure), loop)
        .thenApply(answer::cast);
  }

  /**
   * As {@link #ask}, but never twice: when the connection is lost, it may have been done or not.
   */
  public <T extends MessageLite> CompletableFuture<T> askOnce(
      FrameKind kind, MessageLite header, Class<T> answer) {
    return request(keeper.session(), kind, header).thenApply(answer::cast);
  }

  /**
   * Uses the session's connection, or one of its own with a tracker that gives no session without a
   * login.
   *
   * @return fails with a {@link TransportException}, or as {@code use} does
   */
  public <R> CompletableFuture<R> onConnection(Function<Connection, CompletableFuture<R>> use) {
    return keeper
        .session()
        .handle((session, failure) -> session == null ? apart(use, failure) : here(use, session))
        .thenCompose(result -> result);
  }

  private <R> CompletableFuture<R> here(
      Function<Connection, CompletableFuture<R>> use, TrackerSession session) {
    return loggedIn(session.connection(), use);
  }

  private <R> CompletableFuture<R> apart(
      Function<Connection, CompletableFuture<R>> use, Throwable failure) {
    return Failures.isLoginRequired(failure)
        ? keeper
            .connectionApart()
            .thenCompose(
                connection ->
                    use.apply(connection).whenComplete((result, lost) -> connection.close()))
        : CompletableFuture.failedFuture(Failure.cause(failure));
  }

  /**
   * This node has a login now, or another one: what was refused is told again.
   *
   * @return completes when what is asked from now on is asked with it
   */
  public CompletableFuture<Void> loginChanged() {
    return CompletableFuture.runAsync(
        () -> {
          keeper.hurry();
          if (keeper.isConnected()) {
            announcer.tellAtOnce();
            listeners.forEach(Listener::onSession);
          }
        },
        loop);
  }

  /** Tells somebody of sessions and notices from now on. From any thread. */
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /** A question that was lost with its connection is asked once more over the next one. */
  private CompletionStage<MessageLite> again(
      CompletableFuture<TrackerSession> before,
      FrameKind kind,
      MessageLite header,
      Throwable failure) {
    if (before.isCompletedExceptionally() || keeper.isClosed() || !Failures.isLoss(failure)) {
      return CompletableFuture.failedFuture(Failure.cause(failure));
    }
    keeper.abandon(before.join(), failure);
    return request(keeper.session(), kind, header);
  }

  private CompletableFuture<MessageLite> request(
      CompletableFuture<TrackerSession> session, FrameKind kind, MessageLite header) {
    return session.thenCompose(
        open -> loggedIn(open.connection(), connection -> connection.request(kind, header)));
  }

  /**
   * Asks again if that needs a login, and this node has one that the connection has not: it may
   * have been made by another process.
   */
  private <R> CompletableFuture<R> loggedIn(
      Connection connection, Function<Connection, CompletableFuture<R>> use) {
    return use.apply(connection)
        .exceptionallyCompose(
            failure ->
                Failures.isLoginRequired(failure)
                    ? login
                        .logIn(connection)
                        .thenCompose(
                            in ->
                                in
                                    ? use.apply(connection)
                                    : CompletableFuture.failedFuture(failure))
                    : CompletableFuture.failedFuture(failure));
  }

  private static ByteString bytes(FileId fileId) {
    return ByteString.copyFrom(fileId.toBytes());
  }

  private static void complete(CompletableFuture<Void> future, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(failure);
    }
  }

  /** Sees to it that each session is used. */
  private final class Sessions implements SessionKeeper.Listener {
    @Override
    public long digest() {
      return announcements.digest();
    }

    @Override
    public void onOpened(TrackerSession session) {
      announcer.opened(session);
      swarms.newSession();
      listeners.forEach(Listener::onSession);
    }

    @Override
    public void onLost() {
      announcer.lost();
    }

    @Override
    public void onUnreachable(Throwable cause) {
      announcements.failAll(cause);
    }

    @Override
    public void onNotice(FrameKind kind, MessageLite notice) {
      if (notice instanceof SwarmUpdate update) {
        swarms.deliver(update);
      } else if (!listeners.isEmpty()) {
        loop.execute(() -> listeners.forEach(each -> each.onNotice(kind, notice)));
      }
    }
  }
}
