package dev.shoal.peer.internal.hash;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * Hashes files on worker threads, several ranges of a file at once. Thread-safe.
 *
 * <p>Work is handed to the executor in pieces of a few MiB, so that a large file leaves room for
 * others. A file that is being hashed takes at most {@code parallelism} places of the executor's
 * queue and as many buffers, on the heap and of 256 KiB, or a chunk of the finest size if that is
 * more (beyond 256 GiB): the digest reads arrays, and would copy a direct buffer into one.
 */
public final class FileHasher {
  private final Executor executor;
  private final int parallelism;

  /**
   * @param executor runs what blocks and computes; its threads must not be interrupted while at it
   * @param parallelism most tasks at one time for one file, at least 1
   */
  public FileHasher(Executor executor, int parallelism) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, not " + parallelism);
    }
    this.executor = executor;
    this.parallelism = parallelism;
  }

  /**
   * Hashes a file.
   *
   * @param progress told the number of bytes hashed since the last time; called on several threads
   *     at once, and to be quick
   * @return completed on a worker; cancelling it stops the work within a buffer. Fails with {@link
   *     dev.shoal.peer.StorageException} if the file can't be read, with {@link
   *     dev.shoal.peer.FileChangedException} if it changes meanwhile, and with a {@link
   *     java.util.concurrent.RejectedExecutionException} if the executor takes no more
   */
  public CompletableFuture<HashedFile> hash(Path file, LongConsumer progress) {
    return new HashJob(file, executor, parallelism, progress).start();
  }
}
