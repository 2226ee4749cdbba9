package dev.shoal.peer.internal.tracker;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Request;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a session with a tracker, and the connection that came of it. A tracker asks
 * nothing of a peer.
 */
final class TrackerLine implements ConnectionHandler {
  /** Who made the attempt, told on the connection's loop. */
  interface Listener {
    /** The tracker tells something. */
    void onNotice(Connection connection, FrameKind kind, MessageLite notice);

    /** The connection is over. */
    void onLost(TrackerLine line, Throwable cause);
  }

  private final Listener listener;
  private final CompletableFuture<TrackerSession> opened = new CompletableFuture<>();

  TrackerLine(Listener listener) {
    this.listener = listener;
  }

  /** Makes the attempt. */
  CompletableFuture<TrackerSession> open(
      KnownTracker tracker, SessionLogin login, OpenLease lease) {
    CompletableFuture.completedFuture((ConnectionHandler) this)
        .thenCompose(tracker.dialler()::dial) // what it throws is a failure, too
        .thenCompose(connection -> TrackerSession.open(tracker.name(), connection, login, lease))
        .whenComplete(
            (session, failure) -> {
              if (session == null) {
                opened.completeExceptionally(
                    failure == null ? Failures.closedByTracker() : failure);
              } else if (!opened.complete(session)) {
                session.connection().close(); // given up before this came to be known
              }
            });
    return opened;
  }

  /** Whether that is the session that came of it. */
  boolean isOf(TrackerSession other) {
    return opened.isDone() && !opened.isCompletedExceptionally() && opened.join() == other;
  }

  @Override
  public void onRequest(Connection connection, Request request) {
    request.fail(ErrorCode.UNKNOWN_KIND, "a peer does not answer " + request.kind());
  }

  @Override
  public void onNotice(Connection connection, FrameKind kind, MessageLite notice) {
    listener.onNotice(connection, kind, notice);
  }

  @Override
  public void onClosed(Connection connection, @Nullable Throwable cause) {
    Throwable reason = cause == null ? Failures.closedByTracker() : cause;
    opened.completeExceptionally(reason);
    listener.onLost(this, reason);
  }
}
