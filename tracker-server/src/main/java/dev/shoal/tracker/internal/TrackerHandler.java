package dev.shoal.tracker.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.HotRequests;
import dev.shoal.transport.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Leads one connection's events to the peer at its other end. */
public final class TrackerHandler implements ConnectionHandler {
  private final TrackerState state;
  private @Nullable ConnectedPeer peer;

  /** For one connection, which must run on the loop that owns the state. */
  public TrackerHandler(TrackerState state) {
    this.state = state;
  }

  @Override
  public void onReady(Connection connection) {
    peer = new ConnectedPeer(state, connection);
  }

  @Override
  public void onRequest(Connection connection, Request request) {
    Objects.requireNonNull(peer).serve(request);
  }

  @Override
  public HotRequests hotRequests(Connection connection) {
    return Objects.requireNonNull(peer);
  }

  @Override
  public void onNotice(Connection connection, FrameKind kind, MessageLite header) {
    Objects.requireNonNull(peer).hear(kind, header);
  }

  @Override
  public void onClosed(Connection connection, @Nullable Throwable cause) {
    Objects.requireNonNull(peer).gone();
  }
}
