package dev.shoal.peer.internal.serve;

import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import dev.shoal.transport.Body;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A file, or the verified part of one, that this node can serve. Thread-safe; nothing here blocks,
 * and futures fail with a {@link Refusal}.
 */
public interface Holding {
  /** What it is. */
  FileId fileId();

  /** What this node calls it. */
  String name();

  /** For whom it is held. */
  Audience audience();

  /** Changes for whom it is held. */
  void setAudience(Audience value);

  /**
   * The manifest with chunks of that size.
   *
   * @param chunkSize 0: the size this node would choose
   */
  CompletableFuture<Manifest> manifest(int chunkSize);

  /**
   * The chunks held now, a copy.
   *
   * @throws Refusal if chunks of that size can't be served
   */
  ChunkSet chunks(int chunkSize) throws Refusal;

  /**
   * Which of several chunks to send to somebody to whom they are all the same.
   *
   * @return the one that is best for the swarm; the first if nothing speaks for another
   * @throws Refusal if chunks of that size can't be served
   */
  default int choose(int chunkSize, List<Integer> chunks) throws Refusal {
    return chunks.get(0);
  }

  /** The bytes of a chunk, where they lie; the caller releases the body. */
  CompletableFuture<Body> chunk(int chunkSize, int chunk);
}
