package dev.shoal.protocol;

/** The sizes a chunk may have, and the one that a file gets unless told otherwise. */
public final class ChunkSize {
  private ChunkSize() {}

  /** Smallest chunk size, 64 KiB: the granularity at which a complete holder keeps hashes. */
  public static final int MIN = 64 * 1024;

  /** Largest chunk size, 4 MiB. */
  public static final int MAX = 4 * 1024 * 1024;

  /** Smallest size chosen by default, 256 KiB. */
  public static final int DEFAULT = 256 * 1024;

  /** Chunks beyond which the default grows. */
  private static final int COMFORTABLE_CHUNKS = 4096;

  /** Whether a chunk may have that many bytes: a power of two from {@link #MIN} to {@link #MAX}. */
  public static boolean isValid(int bytes) {
    return bytes >= MIN && bytes <= MAX && Integer.bitCount(bytes) == 1;
  }

  /**
   * Returns the size, checked.
   *
   * @throws IllegalArgumentException if it is no valid chunk size
   */
  public static int require(int bytes) {
    if (!isValid(bytes)) {
      throw new IllegalArgumentException(
          "chunk size must be a power of two from 64 KiB to 4 MiB, not " + bytes + " bytes");
    }
    return bytes;
  }

  /**
   * The default for a file of that length: the smallest power of two from 256 KiB that gives at
   * most 4,096 chunks, at most 4 MiB.
   */
  public static int forLength(long length) {
    return smallestFor(length, DEFAULT, COMFORTABLE_CHUNKS);
  }

  /**
   * The finest size in which a file of that length still has no more than {@link
   * Limits#MAX_CHUNKS}.
   */
  public static int finestForLength(long length) {
    return smallestFor(length, MIN, Limits.MAX_CHUNKS);
  }

  private static int smallestFor(long length, int from, int maxChunks) {
    int size = from;
    while (size < MAX && (length + size - 1) / size > maxChunks) {
      size <<= 1;
    }
    return size;
  }
}
