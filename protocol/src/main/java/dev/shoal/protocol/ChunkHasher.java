package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Computes the hash of one chunk after another: the root of its subtree of 16 KiB leaves (BEP 52).
 *
 * <p>Keeps a digest and a scratch array, so that hashing allocates only the result. Not
 * thread-safe: one per worker.
 */
public final class ChunkHasher {
  private final MessageDigest sha256 = HashTree.sha256();
  private final byte[] leaves = new byte[ChunkSize.MAX / HashTree.LEAF_SIZE * HashTree.HASH_LENGTH];

  /**
   * Hashes a chunk.
   *
   * @param chunk its bytes, 1 to {@link ChunkSize#MAX}; consumed; heap or direct
   * @param paddedLeaves as {@link ChunkLayout#paddedLeaves()} says for its file
   * @return 32 bytes, a new array
   */
  public byte[] hash(ByteBuffer chunk, int paddedLeaves) {
    int count = (int) HashTree.leafCount(chunk.remaining());
    if (count == 0 || count > paddedLeaves) {
      throw new IllegalArgumentException(
          chunk.remaining() + " bytes do not fit " + paddedLeaves + " leaves");
    }
    int end = chunk.limit();
    for (int leaf = 0; leaf < count; leaf++) {
      chunk.limit(Math.min(end, chunk.position() + HashTree.LEAF_SIZE));
      sha256.update(chunk);
      HashTree.digestInto(sha256, leaves, leaf * HashTree.HASH_LENGTH);
    }
    return HashTree.foldInPlace(sha256, leaves, count, paddedLeaves, 0);
  }
}
