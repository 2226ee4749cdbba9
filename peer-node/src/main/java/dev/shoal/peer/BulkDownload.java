package dev.shoal.peer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Many files on their way to this node. Every method may be called from any thread. */
public interface BulkDownload {
  /** How far it is now. */
  BulkProgress progress();

  /**
   * Reports each file as soon as it is decided what becomes of it, those that are already at once.
   *
   * @param listener called on one of the node's loops, one file after another; must not block
   * @return this
   */
  BulkDownload onOutcome(Consumer<FileOutcome> listener);

  /** Gives up what is not complete. */
  void cancel();

  /**
   * Completes when it is decided what becomes of every file.
   *
   * @return the outcomes, in the order in which the files were given. That files fail does not fail
   *     it; it fails only when the node is closed and that takes too long
   */
  CompletableFuture<List<FileOutcome>> completion();
}
