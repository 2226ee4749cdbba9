package dev.shoal.tracker.internal.reach;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Request;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Dials, exchanges greetings, compares the peer id, hangs up. Nothing that it sends is a peer's
 * choice.
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
        .dial(
            new InetSocketAddress(target.host(), target.port()), target.from(), new ServesNothing())
        .handle((connection, failure) -> failure == null && isRight(connection, target));
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
