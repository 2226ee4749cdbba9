package dev.shoal.tracker.internal.catalogue;

import java.util.List;

/**
 * One search while it goes through the segments: its words, the sets it works with, and how much
 * work it may still do. A unit of work is about a nanosecond.
 */
final class Query {
  /** What one search may cost, give or take one segment. */
  static final int MAX_WORK = 1_000_000;

  final List<byte[]> words;

  /** The bounds of each word's numbers, for whoever looks at a segment. */
  final int[] bounds;

  /** Numbers of the segment that have all words. */
  final NumberSet found = new NumberSet();

  /** Numbers that have all words, among those not sealed. */
  final NumberSet loose = new NumberSet();

  /** Numbers that have the word at hand. */
  final NumberSet each = new NumberSet();

  private int left = MAX_WORK;

  Query(List<byte[]> words) {
    this.words = words;
    bounds = new int[2 * words.size()];
  }

  void spend(int work) {
    left -= work;
  }

  boolean isSpent() {
    return left <= 0;
  }
}
