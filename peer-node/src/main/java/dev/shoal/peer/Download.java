package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  /** Which chunks are here, and which are asked for. Costs little: a copy of a bit for each. */
  DownloadChunks chunks();

  /**
   * Reports progress a few times a second while something changes, and once at the end.
   *
   * @param listener called on one of the node's loops; must not block
   * @return this
   */
  Download onProgress(Consumer<DownloadProgress> listener);

  /**
   * Reads the file while it is fetched: what is about to be read is fetched first, beginning with
   * the first byte. Several streams may be open, each with a position of its own, also once the
   * download is complete. To be closed by the caller; does not block for longer than it takes to
   * open a file.
   */
  DownloadStream openStream();

  /** Says how much it matters from now on; see {@link DownloadOptions#priority()}. */
  void setPriority(DownloadPriority priority);

  /**
   * Changes how many bytes of it are fetched in a second, from all sources together, from now on.
   * Whether verified or not: what has to be fetched twice counts twice.
   *
   * @param bytesPerSecond 0: no limit, beside the node's
   * @throws IllegalArgumentException if it is out of range
   */
  void setDownloadLimit(long bytesPerSecond);

  /**
   * Has these peers asked as well, beside those of the tracker. Does nothing once the download is
   * over.
   *
   * @throws IllegalArgumentException if the download is in a group
   */
  void addSources(List<InetSocketAddress> peers);

  /**
   * Uses these URLs as well, from now on; see {@link DownloadOptions#httpSources()}. Those that it
   * has already stay as they are. Does nothing once the download is over.
   *
   * @throws IllegalArgumentException if one is no such URL, or there would be more than {@link
   *     DownloadOptions#MAX_HTTP_SOURCES}; none is then added
   */
  void addHttpSources(List<URI> urls);

  /** Stops fetching; what is verified stays. Does nothing once the download is over. */
  void pause();

  /** Goes on after {@link #pause()}. */
  void resume();

  /** Gives up and deletes what was fetched. Does nothing once the download is over. */
  void cancel();

  /**
   * The file as this node shares it since it is complete.
   *
   * @return empty before, if it is not to be shared, and if the node shares the same content from
   *     elsewhere
   */
  Optional<SharedFile> shared();

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
