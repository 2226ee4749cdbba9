package dev.shoal.peer.internal.schedule;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A set of chunk numbers in two levels: a bit per chunk, and a bit per word of 64 that is not zero.
 *
 * <p>The upper level lets a search for a common member of two sets skip 4,096 chunks at a step, so
 * that it costs about the same whether a download has a thousand chunks or a hundred thousand.
 */
final class ChunkBits {
  private final long[] words;
  private final long[] summary;
  private int cardinality;

  /** No chunk of {@code count}. */
  ChunkBits(int count) {
    words = new long[Math.max(1, (count + 63) >> 6)];
    summary = new long[(words.length + 63) >> 6];
  }

  int cardinality() {
    return cardinality;
  }

  boolean isEmpty() {
    return cardinality == 0;
  }

  boolean contains(int chunk) {
    return (words[chunk >> 6] & (1L << chunk)) != 0;
  }

  /** Adds a chunk; false if it was there. */
  boolean add(int chunk) {
    if (contains(chunk)) {
      return false;
    }
    int word = chunk >> 6;
    words[word] |= 1L << chunk;
    summary[word >> 6] |= 1L << word;
    cardinality++;
    return true;
  }

  /** Removes a chunk; false if it was not there. */
  boolean remove(int chunk) {
    if (!contains(chunk)) {
      return false;
    }
    int word = chunk >> 6;
    words[word] &= ~(1L << chunk);
    if (words[word] == 0) {
      summary[word >> 6] &= ~(1L << word);
    }
    cardinality--;
    return true;
  }

  /** The first member from {@code from} on, or -1. */
  int next(int from) {
    int word = from >> 6;
    if (word >= words.length) {
      return -1;
    }
    long bits = words[word] & (-1L << from);
    while (bits == 0) {
      if (++word == words.length) {
        return -1;
      }
      bits = words[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  /** The first chunk of {@code from..to-1} that is in this and the other set, or -1. */
  int firstCommon(ChunkBits other, @Nullable ChunkBits except, int from, int to) {
    long mask = -1L << from;
    for (int word = from >> 6; word >= 0 && word << 6 < to; word = nextLive(other, word + 1)) {
      long common = words[word] & other.words[word] & mask;
      if (except != null) {
        common &= ~except.words[word];
      }
      if (common != 0) {
        int chunk = (word << 6) + Long.numberOfTrailingZeros(common);
        return chunk < to ? chunk : -1;
      }
      mask = -1L;
    }
    return -1;
  }

  /** The first word from there on in which both sets have members, or -1. */
  private int nextLive(ChunkBits other, int from) {
    long mask = -1L << from;
    for (int group = from >> 6; group < summary.length; group++) {
      long live = summary[group] & other.summary[group] & mask;
      if (live != 0) {
        return (group << 6) + Long.numberOfTrailingZeros(live);
      }
      mask = -1L;
    }
    return -1;
  }

  /**
   * A random chunk that is in this and the other set but not in {@code except}, or -1.
   *
   * <p>Uniform within a word of 64 chunks; between words those after a gap are likelier, which
   * spreads requests as well as exact uniformity would and needs no count of the common members.
   */
  int pickCommon(ChunkBits other, @Nullable ChunkBits except, RandomGenerator random) {
    int start = random.nextInt(words.length);
    int first = start >> 6;
    for (int i = 0; i <= summary.length; i++) {
      int group = (first + i) % summary.length;
      long live = summary[group] & other.summary[group];
      if (i == 0) {
        live &= -1L << start;
      } else if (i == summary.length) {
        live &= ~(-1L << start);
      }
      for (; live != 0; live &= live - 1) {
        int word = (group << 6) + Long.numberOfTrailingZeros(live);
        long common = words[word] & other.words[word];
        if (except != null) {
          common &= ~except.words[word];
        }
        if (common != 0) {
          return (word << 6) + randomBit(common, random);
        }
      }
    }
    return -1;
  }

  private static int randomBit(long bits, RandomGenerator random) {
    long left = bits;
    for (int skip = random.nextInt(Long.bitCount(bits)); skip > 0; skip--) {
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left);
  }
}
