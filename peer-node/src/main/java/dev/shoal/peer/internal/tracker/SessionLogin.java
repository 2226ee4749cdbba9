package dev.shoal.peer.internal.tracker;

import dev.shoal.transport.Connection;
import java.util.concurrent.CompletableFuture;

/** Logs connections with trackers in, before anything else is asked over them. */
@FunctionalInterface
public interface SessionLogin {
  /**
   * Logs a connection in, if this node has a login for the tracker at its other end.
   *
   * @return whether it is logged in now; fails if the connection is of no use any more
   */
  CompletableFuture<Boolean> logIn(Connection connection);

  /** Has no login for any tracker. */
  static SessionLogin none() {
    return connection -> CompletableFuture.completedFuture(false);
  }
}
