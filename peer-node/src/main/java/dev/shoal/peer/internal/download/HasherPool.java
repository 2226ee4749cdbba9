package dev.shoal.peer.internal.download;

import dev.shoal.protocol.ChunkHasher;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Chunk hashers for worker threads, as many as ever hash at one time. Thread-safe. */
public final class HasherPool {
  private final Queue<ChunkHasher> idle = new ConcurrentLinkedQueue<>();

  /** As {@link ChunkHasher#hash}. */
  public byte[] hash(ByteBuffer chunk, int paddedLeaves) {
    return with(hasher -> hasher.hash(chunk, paddedLeaves));
  }

  /** As {@link ChunkHasher#hashAll}. */
  byte[] hashAll(ByteBuffer chunks, int paddedLeaves) {
    return with(hasher -> hasher.hashAll(chunks, paddedLeaves));
  }

  private byte[] with(Function<ChunkHasher, byte[]> action) {
    ChunkHasher hasher = idle.poll();
    if (hasher == null) {
      hasher = new ChunkHasher();
    }
    byte[] result = action.apply(hasher);
    idle.add(hasher);
    return result;
  }
}
