package dev.shoal.benchmarks.load;

import dev.shoal.protocol.FileId;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * The ids of the files that the load is about: made from a file's number, spread over all bytes as
 * those of hashes are, and the same for the same seed.
 */
final class FileIds {
  private static final int WORDS = FileId.LENGTH / Long.BYTES;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;

  FileIds(long seed) {
    this.seed = mix(seed + GOLDEN_GAMMA);
  }

  /** The first 8 bytes of a file's id: what a complete registration adds to the digest. */
  long prefix(int file) {
    return word(file, 0);
  }

  /** Puts a file's id into a buffer at that offset. */
  void set(ByteBuf buffer, int offset, int file) {
    for (int i = 0; i < WORDS; i++) {
      buffer.setLong(offset + i * Long.BYTES, word(file, i));
    }
  }

  /** A file's id. */
  byte[] bytes(int file) {
    ByteBuffer bytes = ByteBuffer.allocate(FileId.LENGTH);
    for (int i = 0; i < WORDS; i++) {
      bytes.putLong(word(file, i));
    }
    return bytes.array();
  }

  private long word(int file, int index) {
    return mix(seed + GOLDEN_GAMMA * ((long) file * WORDS + index));
  }

  /** The finisher of SplitMix64: every bit of the input changes half of the output's. */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
