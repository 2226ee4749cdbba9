package dev.shoal.peer.internal.access;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import java.util.concurrent.CompletableFuture;

/** Asks this node's tracker over the session that is there, or about to be. Thread-safe. */
@FunctionalInterface
public interface TrackerQuestions {
  /**
   * Asks.
   *
   * @param kind a request, with its header
   * @param answer the message that answers it
   * @return fails with a {@link dev.shoal.transport.TransportException}
   */
  <T extends MessageLite> CompletableFuture<T> ask(
      FrameKind kind, MessageLite header, Class<T> answer);

  /** Completes when a question would not have to wait for a session; never fails. */
  default CompletableFuture<Void> ready() {
    return CompletableFuture.completedFuture(null);
  }
}
