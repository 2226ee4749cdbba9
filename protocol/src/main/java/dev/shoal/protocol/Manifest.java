package dev.shoal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Length, chunk size and chunk hashes of one file. Proves itself: the file id is recomputed from
 * it, so it may come from anyone. Immutable; 32 bytes of heap per chunk.
 */
public final class Manifest {
  private final ChunkLayout layout;
  private final byte[] hashes;
  private final FileId fileId;
  private final byte[] root;

  private Manifest(ChunkLayout layout, byte[] hashes) {
    this.layout = layout;
    this.hashes = hashes;
    this.root = computeRoot(layout, hashes);
    this.fileId = FileId.of(root, layout.length());
  }

  /**
   * The manifest with those hashes, whatever file it names.
   *
   * @param hashes of all chunks in order, 32 bytes each; copied
   * @throws IllegalArgumentException if their number does not fit the layout
   */
  public static Manifest of(ChunkLayout layout, byte[] hashes) {
    if (hashes.length != (long) layout.count() * HashTree.HASH_LENGTH) {
      throw new IllegalArgumentException(
          layout.count() + " chunks need as many hashes, not " + hashes.length + " bytes of them");
    }
    return new Manifest(layout, hashes.clone());
  }

  /**
   * The manifest of that very file, from a source that is not trusted.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if length, chunk size or any hash
   *     is not that of the file
   */
  public static Manifest verified(FileId expected, long length, int chunkSize, byte[] hashes)
      throws ProtocolException {
    Manifest manifest;
    try {
      manifest = of(new ChunkLayout(length, chunkSize), hashes);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "the manifest is malformed: " + e.getMessage(), e);
    }
    if (!manifest.fileId.equals(expected)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "the manifest is not that of file " + expected);
    }
    return manifest;
  }

  /** The file that these hashes name. */
  public FileId fileId() {
    return fileId;
  }

  /** Length and chunk size. */
  public ChunkLayout layout() {
    return layout;
  }

  /** The root of the hash tree, BEP 52's {@code pieces root}; 32 bytes, a copy. */
  public byte[] root() {
    return root.clone();
  }

  /** Whether the hash is that of the chunk. */
  public boolean matches(int chunk, byte[] hash) {
    int at = chunk * HashTree.HASH_LENGTH;
    return Arrays.equals(hashes, at, at + HashTree.HASH_LENGTH, hash, 0, hash.length);
  }

  /** The hashes of {@code count} chunks from {@code first} on, read-only, 32 bytes each. */
  public ByteBuffer hashes(int first, int count) {
    return ByteBuffer.wrap(hashes, first * HashTree.HASH_LENGTH, count * HashTree.HASH_LENGTH)
        .slice()
        .asReadOnlyBuffer();
  }

  /**
   * The same file in larger chunks: subtrees folded into subtrees.
   *
   * @param chunkSize a valid size, not smaller than this manifest's
   * @throws IllegalArgumentException if it is not
   */
  public Manifest coarsen(int chunkSize) {
    ChunkLayout coarse = new ChunkLayout(layout.length(), chunkSize);
    int width = chunkSize / layout.chunkSize();
    if (width == 0) {
      throw new IllegalArgumentException(
          "chunks of " + layout.chunkSize() + " cannot be split into " + chunkSize);
    }
    if (width == 1 || layout.length() == 0) {
      return new Manifest(coarse, hashes);
    }
    if (coarse.count() == 1) {
      return new Manifest(coarse, root);
    }
    return new Manifest(coarse, fold(coarse.count(), width));
  }

  private byte[] fold(int count, int width) {
    var sha256 = HashTree.sha256();
    byte[] folded = new byte[count * HashTree.HASH_LENGTH];
    int group = width * HashTree.HASH_LENGTH;
    for (int i = 0; i < count; i++) {
      byte[] children =
          Arrays.copyOfRange(hashes, i * group, (int) Math.min(hashes.length, (i + 1L) * group));
      int present = children.length / HashTree.HASH_LENGTH;
      byte[] hash = HashTree.foldInPlace(sha256, children, present, width, level(layout));
      System.arraycopy(hash, 0, folded, i * HashTree.HASH_LENGTH, HashTree.HASH_LENGTH);
    }
    return folded;
  }

  private static byte[] computeRoot(ChunkLayout layout, byte[] hashes) {
    var sha256 = HashTree.sha256();
    if (layout.length() == 0) {
      return sha256.digest();
    }
    int count = layout.count();
    return HashTree.foldInPlace(
        sha256, hashes.clone(), count, HashTree.nextPowerOfTwo(count), level(layout));
  }

  /** k of Z_k: how many levels above the leaves the chunks are. */
  private static int level(ChunkLayout layout) {
    return Integer.numberOfTrailingZeros(layout.chunkSize() / HashTree.LEAF_SIZE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest manifest
        && layout.equals(manifest.layout)
        && Arrays.equals(hashes, manifest.hashes);
  }

  @Override
  public int hashCode() {
    return fileId.hashCode() + layout.chunkSize();
  }

  @Override
  public String toString() {
    return "Manifest[" + fileId + ", " + layout + "]";
  }
}
