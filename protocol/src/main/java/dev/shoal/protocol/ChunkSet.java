package dev.shoal.protocol;

import java.util.Arrays;

/**
 * A set of chunk numbers below a fixed count: a bit each while partial, nothing at all once
 * complete.
 *
 * <p>Wire form: bit i at byte i / 8, mask 0x80 &gt;&gt; i % 8 (BEP 3's bitfield); spare bits zero.
 * Mutable, not thread-safe.
 */
public final class ChunkSet {
  private static final long[] ALL = {};

  private final int count;
  private int cardinality;
  private long[] words;

  private ChunkSet(int count, int cardinality, long[] words) {
    this.count = count;
    this.cardinality = cardinality;
    this.words = words;
  }

  /** No chunk of {@code count}; complete if that is 0. */
  public static ChunkSet empty(int count) {
    return new ChunkSet(count, 0, count == 0 ? ALL : new long[(count + 63) / 64]);
  }

  /** Every chunk of {@code count}. */
  public static ChunkSet complete(int count) {
    return new ChunkSet(count, count, ALL);
  }

  /**
   * Reads the wire form.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} unless there are exactly ⌈count /
   *     8⌉ bytes with zero spare bits
   */
  public static ChunkSet fromBytes(int count, byte[] bytes) throws ProtocolException {
    if (bytes.length != byteLength(count)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a set of " + count + " chunks has " + byteLength(count) + " bytes, not " + bytes.length);
    }
    if (count % 8 != 0 && (bytes[bytes.length - 1] & (0xFF >> count % 8)) != 0) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "spare bits of a chunk set are not zero");
    }
    ChunkSet set = empty(count);
    for (int i = 0; i < bytes.length; i++) {
      int reversed = Integer.reverse(bytes[i] & 0xFF) >>> 24;
      set.words[i >> 3] |= (long) reversed << ((i & 7) << 3);
      set.cardinality += Integer.bitCount(reversed);
    }
    set.compact();
    return set;
  }

  /** Bytes of the wire form of a set of {@code count} chunks. */
  public static int byteLength(int count) {
    return (count + 7) / 8;
  }

  /** The wire form, a new array. */
  public byte[] toBytes() {
    byte[] bytes = new byte[byteLength(count)];
    if (isComplete()) {
      Arrays.fill(bytes, (byte) 0xFF);
      if (count % 8 != 0) {
        bytes[bytes.length - 1] = (byte) (0xFF00 >> count % 8);
      }
      return bytes;
    }
    for (int i = 0; i < bytes.length; i++) {
      int eight = (int) (words[i >> 3] >>> ((i & 7) << 3)) & 0xFF;
      bytes[i] = (byte) (Integer.reverse(eight) >>> 24);
    }
    return bytes;
  }

  /** Number of chunks that could be in the set. */
  public int count() {
    return count;
  }

  /** Number of chunks in the set. */
  public int cardinality() {
    return cardinality;
  }

  /** Whether every chunk is in the set. */
  public boolean isComplete() {
    return cardinality == count;
  }

  /** Whether the chunk is in the set. */
  public boolean contains(int chunk) {
    check(chunk);
    return words == ALL || (words[chunk >> 6] & (1L << chunk)) != 0;
  }

  /** Adds a chunk; false if it was there. */
  public boolean add(int chunk) {
    if (contains(chunk)) {
      return false;
    }
    words[chunk >> 6] |= 1L << chunk;
    cardinality++;
    compact();
    return true;
  }

  /** Removes a chunk; false if it was not there. */
  public boolean remove(int chunk) {
    if (!contains(chunk)) {
      return false;
    }
    if (words == ALL) {
      words = new long[(count + 63) / 64];
      Arrays.fill(words, -1L);
      if (count % 64 != 0) {
        words[words.length - 1] = -1L >>> (64 - count % 64);
      }
    }
    words[chunk >> 6] &= ~(1L << chunk);
    cardinality--;
    return true;
  }

  /** The first chunk from {@code from} on that is in the set, or -1. */
  public int next(int from) {
    if (words == ALL) {
      return from < count ? from : -1;
    }
    return scan(from, 0L);
  }

  /** The first chunk from {@code from} on that is not in the set, or -1. */
  public int nextMissing(int from) {
    return words == ALL ? -1 : scan(from, -1L);
  }

  /** An independent copy. */
  public ChunkSet copy() {
    return new ChunkSet(count, cardinality, words == ALL ? ALL : words.clone());
  }

  /** Finds the first set bit of the words, each inverted by {@code flip}. */
  private int scan(int from, long flip) {
    if (from >= count) {
      return -1;
    }
    int word = from >> 6;
    long bits = (words[word] ^ flip) & (-1L << from);
    while (bits == 0) {
      if (++word == words.length) {
        return -1;
      }
      bits = words[word] ^ flip;
    }
    int found = (word << 6) + Long.numberOfTrailingZeros(bits);
    return found < count ? found : -1;
  }

  private void compact() {
    if (cardinality == count) {
      words = ALL;
    }
  }

  private void check(int chunk) {
    if (chunk < 0 || chunk >= count) {
      throw new IndexOutOfBoundsException("chunk " + chunk + " of " + count);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkSet set
        && count == set.count
        && cardinality == set.cardinality
        && Arrays.equals(words, set.words);
  }

  @Override
  public int hashCode() {
    return 31 * count + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return cardinality + " of " + count + " chunks";
  }
}
