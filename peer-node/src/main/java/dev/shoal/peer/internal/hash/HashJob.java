package dev.shoal.peer.internal.hash;

import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.store.StorageErrors;
import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file being hashed: runners that each take the next range until there is none. */
final class HashJob {
  private static final Logger log = LoggerFactory.getLogger(HashJob.class);

  /** What a runner hashes before it goes to the end of the executor's queue, bytes. */
  private static final int RANGE = 4 * 1024 * 1024;

  /**
   * What a runner reads and hashes at one time, bytes: 16 leaves, as many as SIMD registers take.
   */
  private static final int BATCH = 256 * 1024;

  private final Path file;
  private final Executor executor;
  private final int parallelism;
  private final LongConsumer progress;
  private final CompletableFuture<HashedFile> result = new CompletableFuture<>();

  HashJob(Path file, Executor executor, int parallelism, LongConsumer progress) {
    this.file = file;
    this.executor = executor;
    this.parallelism = parallelism;
    this.progress = progress;
  }

  CompletableFuture<HashedFile> start() {
    submit(this::open);
    return result;
  }

  /** The stamp comes before the opening: what is put in the file's place between is noticed. */
  private void open() {
    try {
      FileStamp stamp = FileStamp.of(file);
      if (stamp.size() > Limits.MAX_FILE_LENGTH) {
        throw new StorageException(name() + " is longer than a file may be", null);
      }
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      new Pass(stamp, channel).start();
    } catch (IOException e) {
      result.completeExceptionally(StorageErrors.explain("reading", file, e));
    } catch (StorageException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  /** False, with the result failed, if the executor takes no more. */
  private boolean submit(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e);
      return false;
    }
  }

  private String name() {
    return PlainText.of(file.toString());
  }

  private FileChangedException changed() {
    return new FileChangedException(name() + " was changed while it was hashed", null);
  }

  /** The hashing of the open file. */
  private final class Pass {
    private final FileStamp stamp;
    private final FileChannel channel;
    private final ChunkLayout layout;
    private final byte[] hashes;
    private final int chunksPerRange;
    private final int chunksPerBatch;
    private final AtomicInteger nextChunk = new AtomicInteger();
    private final AtomicInteger runnersLeft;

    Pass(FileStamp stamp, FileChannel channel) {
      this.stamp = stamp;
      this.channel = channel;
      this.layout = new ChunkLayout(stamp.size(), ChunkSize.finestForLength(stamp.size()));
      this.hashes = new byte[layout.count() * HashTree.HASH_LENGTH];
      this.chunksPerRange = RANGE / layout.chunkSize();
      this.chunksPerBatch = Math.max(1, BATCH / layout.chunkSize());
      int ranges = (layout.count() + chunksPerRange - 1) / chunksPerRange;
      this.runnersLeft = new AtomicInteger(Math.max(1, Math.min(parallelism, ranges)));
    }

    /** Bytes that are hashed at one time at most. */
    int batchSize() {
      return (int) Math.min(layout.length(), (long) chunksPerBatch * layout.chunkSize());
    }

    void start() {
      int runners = runnersLeft.get();
      for (int i = 0; i < runners; i++) {
        if (!submit(new Runner(this))) {
          runnerEnded();
        }
      }
    }

    /** Hashes the next range; false if there is none, or nobody wants it any more. */
    boolean hashRange(ChunkHasher hasher, ByteBuffer buffer)
        throws IOException, FileChangedException {
      int first = nextChunk.getAndAdd(chunksPerRange);
      int end = Math.min(layout.count(), first + chunksPerRange);
      for (int chunk = first; chunk < end && !result.isDone(); chunk += chunksPerBatch) {
        hashBatch(hasher, buffer, chunk, Math.min(end, chunk + chunksPerBatch));
      }
      return end < layout.count() && !result.isDone();
    }

    private void hashBatch(ChunkHasher hasher, ByteBuffer buffer, int first, int end)
        throws IOException, FileChangedException {
      int last = end - 1;
      int size = Math.toIntExact(layout.offset(last) + layout.size(last) - layout.offset(first));
      read(buffer.clear().limit(size), layout.offset(first));
      byte[] batch = hasher.hashAll(buffer.flip(), layout.paddedLeaves());
      System.arraycopy(batch, 0, hashes, first * HashTree.HASH_LENGTH, batch.length);
      progress.accept(size);
    }

    private void read(ByteBuffer into, long position) throws IOException, FileChangedException {
      while (into.hasRemaining()) {
        if (channel.read(into, position + into.position()) < 0) {
          throw changed();
        }
      }
    }

    /** The last runner closes the file, then tells. */
    void runnerEnded() {
      if (runnersLeft.decrementAndGet() > 0) {
        return;
      }
      try {
        channel.close();
        if (!result.isDone()) {
          result.complete(conclude());
        }
      } catch (IOException e) {
        result.completeExceptionally(StorageErrors.explain("reading", file, e));
      } catch (ShoalException e) {
        result.completeExceptionally(e);
      }
    }

    private HashedFile conclude() throws ShoalException {
      if (!stamp.equals(FileStamp.of(file))) {
        throw changed();
      }
      log.debug("hashed {} with {}", name(), ChunkHasher.description());
      return new HashedFile(file, stamp, Manifest.of(layout, hashes));
    }
  }

  /**
   * One of the tasks that hash the file. It hands itself back to the executor after each range; one
   * that runs it right there, as a full pool may, only makes it go on.
   */
  private final class Runner implements Runnable {
    private final Pass pass;
    private final ChunkHasher hasher = new ChunkHasher();
    private final ByteBuffer buffer;
    private final AtomicInteger rounds = new AtomicInteger();

    Runner(Pass pass) {
      this.pass = pass;
      this.buffer = ByteBuffer.allocate(pass.batchSize());
    }

    @Override
    public void run() {
      if (rounds.getAndIncrement() > 0) {
        return;
      }
      do {
        if (!(hashRange() && submit(this))) {
          pass.runnerEnded();
        }
      } while (rounds.decrementAndGet() > 0);
    }

    private boolean hashRange() {
      try {
        return pass.hashRange(hasher, buffer);
      } catch (IOException e) {
        result.completeExceptionally(StorageErrors.explain("reading", file, e));
      } catch (Throwable e) { // whoever waits for the result must hear of it
        result.completeExceptionally(e);
      }
      return false;
    }
  }
}
