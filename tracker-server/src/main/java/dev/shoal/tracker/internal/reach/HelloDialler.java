package dev.shoal.tracker.internal.reach;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.Request;
import dev.shoal.transport.TransportException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Dials, exchanges greetings, compares the peer id, hangs up. Nothing that it sends is a peer's
 * choice. A peer that asks for TLS is dialled again with it, if it has used it itself: a handshake
 * costs the tracker no more then than it has cost the peer.
 */
final class HelloDialler implements Dialler {
  private final Endpoint endpoint;

  /**
   * @param endpoint whose timeouts are short
   */
  HelloDialler(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public CompletableFuture<Boolean> dial(Target target) {
    return endpoint
        .dial(address(target), target.from(), new ServesNothing())
        .handle(
            (connection, failure) ->
                failure != null && target.proven() && asksForTls(failure)
                    ? dialByTls(target)
                    : CompletableFuture.completedFuture(
                        failure == null && isRight(connection, target)))
        .thenCompose(reached -> reached);
  }

  private CompletableFuture<Boolean> dialByTls(Target target) {
    return endpoint
        .dial(
            address(target),
            target.from(),
            PeerVerifier.expecting(target.peer()),
            new ServesNothing())
        .handle((connection, failure) -> failure == null && isRight(connection, target));
  }

  private static InetSocketAddress address(Target target) {
    return new InetSocketAddress(target.host(), target.port());
  }

  private static boolean asksForTls(Throwable failure) {
    return failure instanceof TransportException refused
        && refused.code() == ErrorCode.TLS_REQUIRED;
  }

  private static boolean isRight(Connection connection, Target target) {
    Greeting greeting = connection.remote();
    connection.close();
    return greeting.role() == Role.ROLE_PEER && greeting.peerId().equals(target.peer());
  }

  /** Takes no request on a connection that is about to be closed. */
  private static final class ServesNothing implements ConnectionHandler {
    @Override
    public void onRequest(Connection connection, Request request) {
      request.fail(ErrorCode.UNKNOWN_KIND, "this connection is only to see whether you are there");
    }
  }
}
