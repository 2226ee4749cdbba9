package dev.shoal.peer.internal.serve;

import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Manifest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The manifests of one complete file in every chunk size: coarser ones are folded from the finest
 * known, finer ones need the file to be hashed again. Each is made once. Thread-safe.
 */
final class Manifests {
  private final Manifest known;
  private final int preferred;
  private final Supplier<CompletableFuture<Manifest>> rehash;
  private final Map<Integer, CompletableFuture<Manifest>> bySize = new ConcurrentHashMap<>();

  /**
   * @param known in whatever chunk size
   * @param preferred chunk size that is offered first; 0: as fits the length
   * @param rehash hashes the file in the finest chunk size
   */
  Manifests(Manifest known, int preferred, Supplier<CompletableFuture<Manifest>> rehash) {
    this.known = known;
    long length = known.layout().length();
    int wanted = preferred == 0 ? ChunkSize.forLength(length) : preferred;
    this.preferred = Math.max(wanted, ChunkSize.finestForLength(length));
    this.rehash = rehash;
  }

  /** The file's length, bytes. */
  long length() {
    return known.layout().length();
  }

  /** Throws unless chunks of that size can be served. */
  void require(int chunkSize) throws Refusal {
    if (chunkSize < ChunkSize.finestForLength(length())) {
      throw new Refusal(
          ErrorCode.CHUNK_SIZE_UNAVAILABLE, "the file would have too many chunks of that size");
    }
  }

  /** The manifest in a chunk size, 0 for the preferred one; fails with a {@link Refusal}. */
  CompletableFuture<Manifest> in(int chunkSize) {
    int size = chunkSize == 0 ? preferred : chunkSize;
    try {
      require(size);
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    CompletableFuture<Manifest> manifest = bySize.computeIfAbsent(size, this::make);
    if (manifest.isCompletedExceptionally()) {
      bySize.remove(size, manifest); // the next asker may have more luck
    }
    return manifest;
  }

  private CompletableFuture<Manifest> make(int chunkSize) {
    return chunkSize >= known.layout().chunkSize()
        ? CompletableFuture.completedFuture(known.coarsen(chunkSize))
        : rehash.get().thenApply(finest -> requireSame(finest).coarsen(chunkSize));
  }

  /** What was hashed again may have changed unseen. */
  private Manifest requireSame(Manifest finest) {
    if (!finest.fileId().equals(known.fileId())) {
      throw new CompletionException(
          new Refusal(ErrorCode.FILE_CHANGED, "the shared file has changed since it was hashed"));
    }
    return finest;
  }
}
