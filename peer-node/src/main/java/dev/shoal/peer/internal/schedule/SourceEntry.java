package dev.shoal.peer.internal.schedule;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the scheduler knows of one source: its chunks that are still of use, and those to avoid. */
final class SourceEntry<S> {
  private record Avoided(int chunk, long untilNanos) {}

  final S source;
  final SourceWindow window;

  /** Its chunks that are not verified yet; null if it has every chunk. */
  @Nullable ChunkBits chunks;

  private final Queue<Avoided> avoided = new ArrayDeque<>();
  private @Nullable ChunkBits avoidedChunks;

  SourceEntry(S source, SourceWindow window, ChunkBits chunks) {
    this.source = source;
    this.window = window;
    this.chunks = chunks;
  }

  boolean has(int chunk) {
    ChunkBits partial = chunks;
    return partial == null || partial.contains(chunk);
  }

  /** Keeps a chunk from being asked of this source again until then. */
  void avoid(int chunk, int count, long untilNanos) {
    ChunkBits bits = avoidedChunks;
    if (bits == null) {
      bits = new ChunkBits(count);
      avoidedChunks = bits;
    }
    if (bits.add(chunk)) {
      avoided.add(new Avoided(chunk, untilNanos));
    }
  }

  /** The chunks to avoid now, null if there are none. */
  @Nullable ChunkBits avoided(long nowNanos) {
    ChunkBits bits = avoidedChunks;
    if (bits == null) {
      return null;
    }
    for (Avoided next = avoided.peek();
        next != null && nowNanos - next.untilNanos >= 0;
        next = avoided.peek()) {
      bits.remove(next.chunk);
      avoided.remove();
    }
    return bits.isEmpty() ? null : bits;
  }
}
