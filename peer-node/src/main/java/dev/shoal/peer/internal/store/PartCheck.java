package dev.shoal.peer.internal.store;

import dev.shoal.protocol.ChunkHasher;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Hashes chunks in a part file, to see which are there. Not thread-safe; holds one chunk of heap.
 */
final class PartCheck {
  private final DiskFile data;
  private final Manifest manifest;
  private final ChunkHasher hasher = new ChunkHasher();
  private final ByteBuffer buffer;

  PartCheck(DiskFile data, Manifest manifest) {
    this.data = data;
    this.manifest = manifest;
    this.buffer = ByteBuffer.allocate(manifest.layout().chunkSize());
  }

  /** Whether the file holds the chunk's bytes. */
  boolean holds(int chunk) throws IOException {
    ChunkLayout layout = manifest.layout();
    buffer.clear().limit(layout.size(chunk));
    if (data.read(buffer, layout.offset(chunk)) < layout.size(chunk)) {
      return false;
    }
    return manifest.matches(chunk, hasher.hash(buffer.flip(), layout.paddedLeaves()));
  }
}
