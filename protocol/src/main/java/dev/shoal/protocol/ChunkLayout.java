package dev.shoal.protocol;

/**
 * How a file of a length falls into chunks of a size. Immutable.
 *
 * @param length of the file, bytes, 0 to {@link Limits#MAX_FILE_LENGTH}
 * @param chunkSize bytes, valid as in {@link ChunkSize#isValid}
 */
public record ChunkLayout(long length, int chunkSize) {
  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is out of range or there would be too many chunks
   */
  public ChunkLayout {
    ChunkSize.require(chunkSize);
    if (length < 0 || length > Limits.MAX_FILE_LENGTH) {
      throw new IllegalArgumentException("file length out of range: " + length);
    }
    if ((length + chunkSize - 1) / chunkSize > Limits.MAX_CHUNKS) {
      throw new IllegalArgumentException(
          length + " bytes in chunks of " + chunkSize + " are more than " + Limits.MAX_CHUNKS);
    }
  }

  /** Number of chunks; 0 for the empty file. */
  public int count() {
    return (int) ((length + chunkSize - 1) / chunkSize);
  }

  /** Offset of a chunk in the file, bytes. */
  public long offset(int chunk) {
    return (long) requireChunk(chunk) * chunkSize;
  }

  /** Bytes of a chunk: the chunk size, or less for the last one. */
  public int size(int chunk) {
    return (int) Math.min(chunkSize, length - offset(chunk));
  }

  /**
   * Leaves to which a chunk's subtree is padded: those of a whole chunk, or where the file is not
   * larger than one chunk, the next power of two of its own (BEP 52).
   */
  public int paddedLeaves() {
    return length > chunkSize
        ? chunkSize / HashTree.LEAF_SIZE
        : HashTree.nextPowerOfTwo((int) Math.max(1, HashTree.leafCount(length)));
  }

  private int requireChunk(int chunk) {
    if (chunk < 0 || chunk >= count()) {
      throw new IndexOutOfBoundsException("chunk " + chunk + " of " + count());
    }
    return chunk;
  }
}
