package dev.shoal.peer.internal.account;

import dev.shoal.peer.UnreachableException;
import java.util.concurrent.CompletableFuture;

/** What a node without a tracker answers. */
final class NoTracker {
  private NoTracker() {}

  static <T> CompletableFuture<T> answer() {
    return CompletableFuture.failedFuture(
        new UnreachableException("this node has no tracker to ask", null));
  }
}
