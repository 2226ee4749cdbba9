package dev.shoal.tracker.internal.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A checksum over all of a chunk of the store's file, in the chunk's own footer.
 *
 * <p>MVStore checks that a chunk has a header and a footer, not what is between them. After a power
 * cut both may be on disk while a part between is not, and the chunk would be taken for whole. The
 * footer ends in blanks that MVStore trims, and it takes every byte up to 32 for a blank: the
 * checksum's eight hex digits are put there as the bytes 0 to 15, so that the file stays one that
 * any MVStore reads.
 */
final class ChunkSeal {
  private static final int DIGITS = 8;

  /** After the digits comes the footer's line feed. */
  private static final int FROM_END = DIGITS + 1;

  private ChunkSeal() {}

  /** Seals the chunk that is all of the buffer, whose position and limit stay. */
  static void put(ByteBuffer chunk) {
    int checksum = checksum(chunk);
    int start = chunk.limit() - FROM_END;
    for (int i = 0; i < DIGITS; i++) {
      chunk.put(start + i, (byte) ((checksum >>> (4 * i)) & 0xf));
    }
  }

  /** Whether the chunk that is all of the buffer is as it was when it was sealed. */
  static boolean isIntact(ByteBuffer chunk) {
    int sealed = 0;
    int start = chunk.limit() - FROM_END;
    for (int i = 0; i < DIGITS; i++) {
      int digit = chunk.get(start + i);
      if (digit >>> 4 != 0) {
        return false;
      }
      sealed |= digit << (4 * i);
    }
    return sealed == checksum(chunk);
  }

  private static int checksum(ByteBuffer chunk) {
    CRC32C checksum = new CRC32C();
    checksum.update(chunk.duplicate().limit(chunk.limit() - FROM_END).position(0));
    return (int) checksum.getValue();
  }
}
