package dev.shoal.peer.internal.tracker;

import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import java.util.concurrent.CompletableFuture;

/**
 * One tracker of the list that this node was given.
 *
 * @param name what people call it
 * @param dialler how it is reached
 */
public record KnownTracker(String name, Dialler dialler) {
  /** Makes a connection to a tracker, looking its address up anew. */
  @FunctionalInterface
  public interface Dialler {
    /** As {@link dev.shoal.transport.Endpoint#dial}. */
    CompletableFuture<Connection> dial(ConnectionHandler handler);
  }
}
