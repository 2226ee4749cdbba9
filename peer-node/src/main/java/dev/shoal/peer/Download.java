package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A file on its way to this node. Every method may be called from any thread. */
public interface Download {
  /** What is fetched. */
  FileId fileId();

  /** Where it will be. */
  Path destination();

  /** How far it is now. */
  DownloadProgress progress();

  /**
   * Reports progress a few times a second while something changes, and once at the end.
   *
   * @param listener called on one of the node's loops; must not block
   * @return this
   */
  Download onProgress(Consumer<DownloadProgress> listener);

  /** Stops fetching; what is verified stays. Does nothing once the download is over. */
  void pause();

  /** Goes on after {@link #pause()}. */
  void resume();

  /** Gives up and deletes what was fetched. Does nothing once the download is over. */
  void cancel();

  /**
   * Completes when the file is in place.
   *
   * @return fails with {@link NotFoundException}, {@link UnreachableException}, {@link
   *     IntegrityException}, {@link DeniedException}, {@link StorageException}, or after {@link
   *     #cancel()} with {@link java.util.concurrent.CancellationException}; to cancel or time out
   *     the future itself does not touch the download
   */
  CompletableFuture<DownloadResult> completion();
}
