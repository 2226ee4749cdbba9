package dev.shoal.peer.internal.download;

import dev.shoal.peer.internal.serve.PartialHolding;
import dev.shoal.peer.internal.store.PartFile;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;

/**
 * A download's file, ready for chunks.
 *
 * @param held verified when it was opened
 * @param holding serves what is verified
 */
record Opened(PartFile part, ChunkSet held, PartialHolding holding) {
  /** Bytes that were verified when it was opened. */
  long heldBytes() {
    ChunkLayout layout = part.manifest().layout();
    if (held.isComplete()) {
      return layout.length();
    }
    int last = layout.count() - 1;
    int lacking = held.contains(last) ? layout.chunkSize() - layout.size(last) : 0;
    return (long) held.cardinality() * layout.chunkSize() - lacking;
  }

  /** Lets go of the file; what is verified stays on disk. Blocks. */
  void close() {
    holding.close();
    part.close();
  }

  /** Lets go of the file and deletes it. Blocks. */
  void discard() {
    holding.close();
    part.discard();
  }
}
