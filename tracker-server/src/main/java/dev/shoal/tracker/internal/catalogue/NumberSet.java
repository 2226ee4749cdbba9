package dev.shoal.tracker.internal.catalogue;

import java.util.Arrays;

/** A set of a segment's numbers: one bit for each that the segment may have. */
final class NumberSet {
  private final long[] bits = new long[Segment.WIDTH / Long.SIZE];

  void clear() {
    Arrays.fill(bits, 0);
  }

  void add(int number) {
    bits[number >>> 6] |= 1L << number;
  }

  void addAll(char[] numbers, int from, int to) {
    for (int i = from; i < to; i++) {
      bits[numbers[i] >>> 6] |= 1L << numbers[i];
    }
  }

  boolean contains(int number) {
    return (bits[number >>> 6] & (1L << number)) != 0;
  }

  void addAll(NumberSet other) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] |= other.bits[i];
    }
  }

  void removeAll(NumberSet other) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] &= ~other.bits[i];
    }
  }

  /** Keeps what is in the other set too; returns whether that is anything. */
  boolean retainAll(NumberSet other) {
    long any = 0;
    for (int i = 0; i < bits.length; i++) {
      bits[i] &= other.bits[i];
      any |= bits[i];
    }
    return any != 0;
  }

  /** The highest number below a bound, or -1. */
  int below(int bound) {
    if (bound <= 0) {
      return -1;
    }
    int at = (bound - 1) >>> 6;
    long word = bits[at] & (-1L >>> -bound);
    while (word == 0) {
      if (--at < 0) {
        return -1;
      }
      word = bits[at];
    }
    return at * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(word);
  }
}
