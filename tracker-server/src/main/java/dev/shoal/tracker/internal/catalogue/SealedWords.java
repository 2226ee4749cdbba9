package dev.shoal.tracker.internal.catalogue;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Words that no longer change, in order and packed, with the numbers of the entries that have them.
 *
 * <p>The numbers lie in the order of the words. So those of all words that begin alike lie side by
 * side, and a prefix costs two look-ups and its numbers, however many words share it.
 *
 * <p>A word is written as the count of bytes that it shares with the word before it (u8), the count
 * of the others (u8), those bytes, and how many numbers it has (base-128 varint). The first word of
 * every sixteen shares none, so that a binary search can begin there.
 */
final class SealedWords {
  /** Words of a group, of which the first is written in full. */
  static final int GROUP = 16;

  /** No words. */
  static final SealedWords NONE = new SealedWords(new byte[0], new int[0], new int[0], new char[0]);

  private static final int LOOKUP_WORK = 600;

  private final byte[] words;
  private final int[] groups; // where in the words each begins
  private final int[] starts; // where in the numbers each begins
  private final char[] numbers;

  SealedWords(byte[] words, int[] groups, int[] starts, char[] numbers) {
    this.words = words;
    this.groups = groups;
    this.starts = starts;
    this.numbers = numbers;
  }

  /** How often any number stands under any word. */
  int size() {
    return numbers.length;
  }

  /** Puts the numbers that have all words into the query's set for what was found. */
  void find(Query query) {
    query.found.clear();
    if (locate(query)) {
      int[] bounds = query.bounds;
      for (int i = 0; i < query.words.size(); i++) {
        NumberSet having = i == 0 ? query.found : query.each;
        having.clear();
        having.addAll(numbers, bounds[2 * i], bounds[2 * i + 1]);
        query.spend(bounds[2 * i + 1] - bounds[2 * i]);
        if (i > 0 && !query.found.retainAll(query.each)) {
          return;
        }
      }
    }
  }

  /** Finds where the numbers of each word are; returns false as soon as one has none. */
  private boolean locate(Query query) {
    for (int i = 0; i < query.words.size(); i++) {
      byte[] prefix = query.words.get(i);
      int start = before(prefix, false);
      int end = start == numbers.length ? start : before(prefix, true);
      query.spend(LOOKUP_WORK);
      if (start == end) {
        return false;
      }
      query.bounds[2 * i] = start;
      query.bounds[2 * i + 1] = end;
    }
    return true;
  }

  /**
   * How many numbers there are before the words that begin so.
   *
   * @param behind if true, with those of the words themselves that begin so
   */
  private int before(byte[] prefix, boolean behind) {
    int low = 0;
    int high = groups.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(groups[middle], prefix, behind)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : beforeWithin(low - 1, prefix, behind);
  }

  private boolean isBefore(int at, byte[] prefix, boolean behind) {
    int from = at + 2;
    int length = u8(at + 1);
    int compared = behind ? Math.min(length, prefix.length) : length;
    int order = Arrays.compareUnsigned(words, from, from + compared, prefix, 0, prefix.length);
    return behind ? order <= 0 : order < 0;
  }

  /**
   * Goes through a group without putting its words together: it is enough to know how many bytes
   * the word before has in common with the prefix.
   */
  private int beforeWithin(int group, byte[] prefix, boolean behind) {
    int at = groups[group];
    int end = group + 1 < groups.length ? groups[group + 1] : words.length;
    int count = starts[group];
    int common = 0;
    while (at < end) {
      int shared = u8(at);
      int length = u8(at + 1);
      at += 2;
      if (shared < common) {
        return count;
      }
      if (shared == common) {
        int same = Arrays.mismatch(words, at, at + length, prefix, common, prefix.length);
        boolean beginsSo = same < 0 || common + same == prefix.length;
        if (beginsSo ? !behind : same < length && isAbove(at + same, prefix[common + same])) {
          return count;
        }
        common = beginsSo ? prefix.length : common + same;
      }
      at += length;
      int numbersOfWord = words[at++];
      if (numbersOfWord < 0) {
        numbersOfWord = (numbersOfWord & 0x7f) | (words[at++] << 7);
      }
      count += numbersOfWord;
    }
    return count;
  }

  private boolean isAbove(int at, byte other) {
    return u8(at) > Byte.toUnsignedInt(other);
  }

  private int u8(int at) {
    return Byte.toUnsignedInt(words[at]);
  }

  /** Goes through the words in order; at first it is at the first of them. */
  final class Cursor {
    private final byte[] word = new byte[Words.MAX_BYTES];
    private int length;
    private int at;
    private int from;
    private int to;
    private boolean isAtWord;

    Cursor() {
      next();
    }

    /** Whether there is a word here: there is none behind the last. */
    boolean isAtWord() {
      return isAtWord;
    }

    /** Goes to the next word. */
    void next() {
      isAtWord = at < words.length;
      if (isAtWord) {
        int shared = u8(at);
        int others = u8(at + 1);
        System.arraycopy(words, at + 2, word, shared, others);
        length = shared + others;
        at += 2 + others;
        from = to;
        int count = words[at++];
        to += count < 0 ? (count & 0x7f) | (words[at++] << 7) : count;
      }
    }

    byte[] word() {
      return Arrays.copyOf(word, length);
    }

    /** The order of the word here and another. */
    int compareTo(byte[] other) {
      return Arrays.compareUnsigned(word, 0, length, other, 0, other.length);
    }

    void forEachNumber(IntConsumer action) {
      for (int i = from; i < to; i++) {
        action.accept(numbers[i]);
      }
    }
  }
}
