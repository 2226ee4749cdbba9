package dev.shoal.peer.internal.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.peer.TrackerStatus;
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
import dev.shoal.transport.TransportException;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node known at one of its trackers, and asks there for it.
 *
 * <p>Public methods may be called from any thread; state belongs to one event loop.
 */
public final class TrackerClient {
  private final EventLoop loop;
  private final Announcements announcements = new Announcements();
  private final SwarmListeners swarms = new SwarmListeners();
  private final Reachability reachability;
  private final SessionKeeper keeper;
  private final Announcer announcer;

  /**
   * A client that does nothing before {@link #start()}.
   *
   * @param loop owns the state
   * @param trackers at least one, the preferred one first
   * @param listenPort where this node accepts connections
   * @param listensEverywhere whether at all local addresses
   */
  public TrackerClient(
      EventLoop loop, List<KnownTracker> trackers, int listenPort, boolean listensEverywhere) {
    this.loop = loop;
    this.reachability = new Reachability(listenPort);
    OpenLease lease =
        OpenLease.newBuilder()
            .setListenPort(listenPort)
            .setListensEverywhere(listensEverywhere)
            .build();
    this.keeper = new SessionKeeper(loop, trackers, lease, new Sessions());
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
    return ask(FrameKind.QUERY, query).thenApply(Sources.class::cast);
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
          announcer.lost();
          announcements.failAll(Failures.shuttingDown());
          keeper.close().whenComplete((done, failure) -> end.complete(null));
        });
    return end;
  }

  /** Asks over the session that is there or about to be. */
  private CompletableFuture<MessageLite> ask(FrameKind kind, MessageLite header) {
    CompletableFuture<TrackerSession> session = keeper.session();
    return request(session, kind, header)
        .exceptionallyComposeAsync(failure -> again(session, kind, header, failure), loop);
  }

  /** A question that was lost with its connection is asked once more over the next one. */
  private CompletionStage<MessageLite> again(
      CompletableFuture<TrackerSession> before,
      FrameKind kind,
      MessageLite header,
      Throwable failure) {
    if (before.isCompletedExceptionally() || keeper.isClosed() || !Failures.isLoss(failure)) {
      return CompletableFuture.failedFuture(Failures.unwrapped(failure));
    }
    keeper.abandon(before.join(), failure);
    return request(keeper.session(), kind, header);
  }

  private static CompletableFuture<MessageLite> request(
      CompletableFuture<TrackerSession> session, FrameKind kind, MessageLite header) {
    return session.thenCompose(open -> open.connection().request(kind, header));
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
      }
    }
  }
}
