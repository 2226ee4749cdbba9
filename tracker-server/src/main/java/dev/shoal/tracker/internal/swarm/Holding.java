package dev.shoal.tracker.internal.swarm;

import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a session registered with a chunk set. Plain complete registrations need none of this.
 *
 * @param digest what it contributes to the session's digest
 * @param chunkSize of the set
 * @param chunks the set; null where there was no memory left for it
 */
public record Holding(long digest, int chunkSize, @Nullable RoaringBitmap chunks) {
  /** An estimate of the heap that it takes. */
  int bytes() {
    return 64 + (chunks == null ? 0 : chunks.getSizeInBytes());
  }

  Holding withoutChunks() {
    return new Holding(digest, chunkSize, null);
  }
}
