package dev.shoal.protocol;

import dev.shoal.protocol.internal.hash.Hashers;
import dev.shoal.protocol.internal.hash.MessageHasher;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Computes the hash of one chunk after another: the root of its subtree of 16 KiB leaves (BEP 52).
 *
 * <p>Leaves are hashed side by side in SIMD lanes where that is faster, which is found out while
 * hashing. It takes the module {@code jdk.incubator.vector}, and groups of 8 or 16 leaves: whoever
 * has several small chunks at hand should pass all of them at once. The results are the same.
 *
 * <p>Keeps a digest and a scratch array, so that hashing allocates little but the result. Not
 * thread-safe: one per worker.
 */
public final class ChunkHasher {
  private final MessageHasher hasher = Hashers.newHasher();
  private final byte[] hashes = new byte[ChunkSize.MAX / HashTree.LEAF_SIZE * HashTree.HASH_LENGTH];

  /** What hashers use at the moment: lanes, or the plain digest and why; for a person to read. */
  public static String description() {
    return Hashers.description();
  }

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
    return hashAll(chunk, paddedLeaves);
  }

  /**
   * Hashes consecutive chunks, of which only the last one may be shorter than the others.
   *
   * @param chunks their bytes, 1 to {@link ChunkSize#MAX} together; consumed; heap or direct
   * @param paddedLeaves of each, as {@link ChunkLayout#paddedLeaves()} says for their file
   * @return 32 bytes for each chunk, a new array
   */
  public byte[] hashAll(ByteBuffer chunks, int paddedLeaves) {
    int count = (int) HashTree.leafCount(chunks.remaining());
    if (count == 0 || chunks.remaining() > ChunkSize.MAX) {
      throw new IllegalArgumentException(chunks.remaining() + " bytes to hash at one time");
    }
    hasher.hash(chunks, HashTree.LEAF_SIZE, hashes, 0);
    for (int level = 0; 1 << level < paddedLeaves; level++) {
      count = HashTree.foldLevel(hasher, hashes, count, level);
    }
    return Arrays.copyOf(hashes, count * HashTree.HASH_LENGTH);
  }
}
