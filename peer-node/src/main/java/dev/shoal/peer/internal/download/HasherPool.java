package dev.shoal.peer.internal.download;

import dev.shoal.protocol.ChunkHasher;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Chunk hashers for worker threads, as many as ever hash at one time. Thread-safe. */
public final class HasherPool {
  private final Queue<ChunkHasher> idle = new ConcurrentLinkedQueue<>();

  /** As {@link ChunkHasher#hash}. */
  public byte[] hash(ByteBuffer chunk, int paddedLeaves) {
    ChunkHasher hasher = idle.poll();
    if (hasher == null) {
      hasher = new ChunkHasher();
    }
    byte[] hash = hasher.hash(chunk, paddedLeaves);
    idle.add(hasher);
    return hash;
  }
}
