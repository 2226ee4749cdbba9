package dev.shoal.peer.internal.remember;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.outcome.Failure;
import dev.shoal.peer.internal.schedule.Turns;
import dev.shoal.protocol.Manifest;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of files that are to be shared: remembered, or computed, for few files at a time
 * however many are asked for. A few large files don't keep small ones waiting. Thread-safe.
 */
public final class FileHashes implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(FileHashes.class);

  /** Files that are looked at; that takes next to no time unless a disk is slow. */
  private static final int LOOKS_AT_ONCE = 4;

  /** What a worker hashes in one go, bytes. */
  private static final long SMALL = 4 << 20;

  private static final int SMALL_AT_ONCE = 8;
  private static final int LARGE_AT_ONCE = 4;

  private final FileHasher hasher;
  private final Executor workers;
  private final CompletableFuture<Optional<RememberedHashes>> memory;
  private final Turns looks = new Turns(LOOKS_AT_ONCE);
  private final Turns small = new Turns(SMALL_AT_ONCE);
  private final Turns large = new Turns(LARGE_AT_ONCE);
  private final AtomicInteger preparing = new AtomicInteger();
  private final LongAdder hashedBytes = new LongAdder();
  private final LongAdder rememberedFiles = new LongAdder();

  private FileHashes(
      FileHasher hasher, Executor workers, CompletableFuture<Optional<RememberedHashes>> memory) {
    this.hasher = hasher;
    this.workers = workers;
    this.memory = memory;
  }

  /** Those that are computed, and not remembered. */
  public static FileHashes forgotten(FileHasher hasher, Executor workers) {
    return new FileHashes(hasher, workers, CompletableFuture.completedFuture(Optional.empty()));
  }

  /**
   * Those that are remembered in a directory, which is read in the background.
   *
   * @param directory created if it is not there
   */
  public static FileHashes remembered(FileHasher hasher, Executor workers, Path directory) {
    CompletableFuture<Optional<RememberedHashes>> memory;
    try {
      memory = CompletableFuture.supplyAsync(() -> RememberedHashes.open(directory), workers);
    } catch (RejectedExecutionException e) { // the application's workers are busy
      return forgotten(hasher, workers);
    }
    return new FileHashes(hasher, workers, memory);
  }

  /**
   * A file with its hashes.
   *
   * @param file absolute
   * @param progress told the number of bytes read since the last time, or the file's length if its
   *     hashes are remembered; called on several threads at once, and to be quick
   * @return as {@link FileHasher#hash}
   */
  public CompletableFuture<HashedFile> of(Path file, LongConsumer progress) {
    CompletableFuture<HashedFile> result = new CompletableFuture<>();
    preparing.incrementAndGet();
    CompletableFuture<Look> look =
        looks.run(() -> memory.thenApplyAsync(known -> look(file, known), workers));
    result.whenComplete(
        (hashed, failure) -> {
          preparing.decrementAndGet();
          look.cancel(false);
        });
    look.whenComplete(
        (seen, failure) -> {
          if (failure != null) {
            result.completeExceptionally(Failure.cause(failure));
          } else if (seen.known() != null) {
            rememberedFiles.increment();
            progress.accept(seen.stamp().size());
            result.complete(seen.known());
          } else {
            hash(file, seen.stamp().size(), progress, result);
          }
        });
    return result;
  }

  /** What a first look at a file has shown. */
  private record Look(FileStamp stamp, @Nullable HashedFile known) {}

  private static Look look(Path file, Optional<RememberedHashes> memory) {
    try {
      FileStamp stamp = FileStamp.of(file);
      return new Look(stamp, memory.flatMap(known -> known.find(file, stamp)).orElse(null));
    } catch (StorageException e) {
      throw new CompletionException(e);
    }
  }

  private void hash(
      Path file, long size, LongConsumer progress, CompletableFuture<HashedFile> result) {
    CompletableFuture<HashedFile> hashing =
        (size <= SMALL ? small : large).run(() -> hash(file, progress));
    hashing.whenComplete(
        (hashed, failure) -> {
          if (failure != null) {
            result.completeExceptionally(Failure.cause(failure));
          } else {
            result.complete(hashed);
          }
        });
    result.whenComplete((hashed, failure) -> hashing.cancel(false));
  }

  private CompletableFuture<HashedFile> hash(Path file, LongConsumer progress) {
    long begun = nanosSinceEpoch(Instant.now());
    CompletableFuture<HashedFile> hashing =
        hasher.hash(
            file,
            more -> {
              hashedBytes.add(more);
              progress.accept(more);
            });
    CompletableFuture<HashedFile> learned =
        hashing.thenCombineAsync(
            memory,
            (hashed, known) -> {
              known.ifPresent(kept -> kept.learn(hashed, begun));
              return hashed;
            },
            workers);
    learned.whenComplete((done, failure) -> hashing.cancel(false));
    return learned;
  }

  private static long nanosSinceEpoch(Instant moment) {
    return TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
  }

  /** Remembers a file that this node itself wrote, if it is still there; blocks. */
  public void learn(Path written, Manifest manifest) {
    memory.thenAccept(known -> known.ifPresent(kept -> learn(kept, written, manifest)));
  }

  private static void learn(RememberedHashes memory, Path written, Manifest manifest) {
    try {
      memory.learn(new HashedFile(written, FileStamp.of(written), manifest));
    } catch (StorageException e) {
      log.debug("what was written is gone already", e);
    }
  }

  /** Files that wait to be hashed, or are. */
  public int preparing() {
    return preparing.get();
  }

  /** Bytes that were hashed. */
  public long hashedBytes() {
    return hashedBytes.sum();
  }

  /** Files that did not have to be hashed. */
  public long rememberedFiles() {
    return rememberedFiles.sum();
  }

  /** Remembers nothing any more; blocks for a moment. */
  @Override
  public void close() {
    memory.thenAccept(known -> known.ifPresent(RememberedHashes::close));
  }
}
