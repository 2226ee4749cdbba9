package dev.shoal.tracker.internal.swarm;

import dev.shoal.protocol.FileId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Numbers file ids: small ints, given again when their file was removed.
 *
 * <p>Ids travel as their four big-endian words. The hash is seeded, since strangers choose them.
 */
final class FileTable {
  /** What stands for no file. */
  static final int NONE = -1;

  private static final int PART_BITS = 10;
  private static final int PAGE_BITS = 10;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int WORDS = FileId.LENGTH / Long.BYTES;

  private final long seed0;
  private final long seed1;
  private final long seed2;
  private final long seed3;
  private final Numbers numbers = new Numbers();
  private long[][] pages = new long[16][];

  /** Numbers from here on were never given. */
  private int end;

  /** The number that was given back last, the first word of whose id names the one before it. */
  private int free = NONE;

  private int size;

  FileTable(RandomGenerator random) {
    seed0 = random.nextLong();
    seed1 = random.nextLong();
    seed2 = random.nextLong();
    seed3 = random.nextLong();
  }

  /** The table proper; the words of the sought id are in its fields. */
  private final class Numbers extends HashedInts {
    long word0;
    long word1;
    long word2;
    long word3;

    Numbers() {
      super(PART_BITS);
    }

    @Override
    long hashOf(int value) {
      long[] page = pages[value >>> PAGE_BITS];
      int at = at(value);
      return hash(page[at], page[at + 1], page[at + 2], page[at + 3]);
    }

    @Override
    boolean isSought(int value) {
      long[] page = pages[value >>> PAGE_BITS];
      int at = at(value);
      return page[at] == word0
          && page[at + 1] == word1
          && page[at + 2] == word2
          && page[at + 3] == word3;
    }
  }

  /** The number of a file, or {@link #NONE}. */
  int find(long word0, long word1, long word2, long word3) {
    seek(word0, word1, word2, word3);
    return numbers.find(hash(word0, word1, word2, word3));
  }

  /** The number of a file, given to it now if it had none. */
  int findOrAdd(long word0, long word1, long word2, long word3) {
    seek(word0, word1, word2, word3);
    long hash = hash(word0, word1, word2, word3);
    int known = numbers.find(hash);
    if (known >= 0) {
      return known;
    }
    int number = take();
    long[] page = pages[number >>> PAGE_BITS];
    int at = at(number);
    page[at] = word0;
    page[at + 1] = word1;
    page[at + 2] = word2;
    page[at + 3] = word3;
    numbers.add(hash, number);
    size++;
    return number;
  }

  /** Gives a number back. */
  void remove(int number) {
    numbers.remove(numbers.hashOf(number), number);
    pages[number >>> PAGE_BITS][at(number)] = free;
    free = number;
    size--;
  }

  /** The first word of a file's id. */
  long firstWord(int number) {
    return pages[number >>> PAGE_BITS][at(number)];
  }

  /** A file's id. */
  FileId id(int number) {
    ByteBuffer bytes = ByteBuffer.allocate(FileId.LENGTH);
    bytes.asLongBuffer().put(pages[number >>> PAGE_BITS], at(number), WORDS);
    return FileId.fromBytes(bytes.array());
  }

  /** How many files there are. */
  int size() {
    return size;
  }

  private int take() {
    if (free != NONE) {
      int number = free;
      free = (int) firstWord(number);
      return number;
    }
    int page = end >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
    }
    if (pages[page] == null) {
      pages[page] = new long[PAGE * WORDS];
    }
    return end++;
  }

  private void seek(long word0, long word1, long word2, long word3) {
    numbers.word0 = word0;
    numbers.word1 = word1;
    numbers.word2 = word2;
    numbers.word3 = word3;
  }

  /** Multiplies and folds, as wyhash does. */
  private long hash(long word0, long word1, long word2, long word3) {
    return fold(
        fold(word0 ^ seed0, word1 ^ seed1) ^ seed3, fold(word2 ^ seed2, word3 ^ seed3) ^ seed0);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }

  private static int at(int number) {
    return (number & (PAGE - 1)) * WORDS;
  }
}
