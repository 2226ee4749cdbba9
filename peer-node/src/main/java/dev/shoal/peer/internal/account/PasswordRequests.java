package dev.shoal.peer.internal.account;

import com.google.protobuf.MessageLite;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.FrameKind;
import dev.shoal.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Requests that travel by TLS or not at all, and leave none of their passwords behind. */
final class PasswordRequests {
  private final TrackerClient tracker;

  PasswordRequests(TrackerClient tracker) {
    this.tracker = tracker;
  }

  /** Does something with passwords, and wipes what was made of them. */
  <R> CompletableFuture<R> with(
      Function<List<EncodedPassword>, CompletableFuture<R>> use, char[]... passwords) {
    List<EncodedPassword> encoded = new ArrayList<>();
    CompletableFuture<R> result;
    try {
      for (char[] password : passwords) {
        encoded.add(EncodedPassword.of(password));
      }
      result = use.apply(encoded);
    } catch (ShoalException e) {
      result = CompletableFuture.failedFuture(e);
    }
    return Explained.of(
        result.whenComplete((done, failure) -> encoded.forEach(EncodedPassword::wipe)));
  }

  /** Uses a connection on which nobody listens in. */
  <R> CompletableFuture<R> onTls(Function<Connection, CompletableFuture<R>> use) {
    return tracker.onConnection(
        connection ->
            connection.authenticatedPeer().isPresent()
                ? use.apply(connection)
                : CompletableFuture.failedFuture(
                    new DeniedException(
                        "accounts need TLS, which this node is told to do without", null)));
  }

  /** A request whose answer says nothing but that it is done. */
  static CompletableFuture<Void> done(Connection connection, FrameKind kind, MessageLite header) {
    return connection.request(kind, header).thenApply(answer -> null);
  }
}
