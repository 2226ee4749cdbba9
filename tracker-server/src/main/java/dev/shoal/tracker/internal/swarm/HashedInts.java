package dev.shoal.tracker.internal.swarm;

import java.util.Arrays;

/**
 * A hash table of non-negative ints that stand for keys kept elsewhere: open addressing, linear
 * probing, removal without tombstones.
 *
 * <p>It consists of parts that grow one at a time, since growing a table of millions in one go
 * would hold its thread up.
 */
abstract class HashedInts {
  private static final int EMPTY = -1;
  private static final int FIRST_CAPACITY = 4;

  private final int partBits;
  private final int[][] parts;
  private final int[] sizes;

  /**
   * An empty table.
   *
   * @param partBits logarithm of the number of parts
   */
  HashedInts(int partBits) {
    this.partBits = partBits;
    parts = new int[1 << partBits][];
    sizes = new int[1 << partBits];
  }

  /** The hash of the key that a value in the table stands for. */
  abstract long hashOf(int value);

  /** Whether a value stands for the key that is being looked for. */
  abstract boolean isSought(int value);

  /** The value of the sought key, whose hash is given; negative if there is none. */
  final int find(long hash) {
    int[] part = parts[partOf(hash)];
    if (part == null) {
      return EMPTY;
    }
    int mask = part.length - 1;
    for (int at = (int) hash & mask; part[at] != EMPTY; at = (at + 1) & mask) {
      if (isSought(part[at])) {
        return part[at];
      }
    }
    return EMPTY;
  }

  /** Adds a value whose key is not in; its hash is given. */
  final void add(long hash, int value) {
    int number = partOf(hash);
    int[] part = parts[number];
    if (part == null || sizes[number] >= part.length - (part.length >> 2)) {
      part = resized(part, part == null ? FIRST_CAPACITY : part.length * 2);
      parts[number] = part;
    }
    place(part, hash, value);
    sizes[number]++;
  }

  /** Puts another value in the place of one that is in, for the same key. */
  final void replace(long hash, int value, int successor) {
    int[] part = parts[partOf(hash)];
    part[slot(part, hash, value)] = successor;
  }

  /** Removes a value that is in; its key is still known. */
  final void remove(long hash, int value) {
    int number = partOf(hash);
    int[] part = parts[number];
    int mask = part.length - 1;
    int gap = slot(part, hash, value);
    // Values behind the gap move into it unless that would put them before their first place.
    for (int at = (gap + 1) & mask; part[at] != EMPTY; at = (at + 1) & mask) {
      int first = (int) hashOf(part[at]) & mask;
      if (((at - first) & mask) >= ((at - gap) & mask)) {
        part[gap] = part[at];
        gap = at;
      }
    }
    part[gap] = EMPTY;
    sizes[number]--;
    if (sizes[number] == 0) {
      parts[number] = null;
    } else if (sizes[number] < part.length >> 3) {
      parts[number] = resized(part, part.length / 2);
    }
  }

  private static int slot(int[] part, long hash, int value) {
    int mask = part.length - 1;
    int at = (int) hash & mask;
    while (part[at] != value) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int[] resized(int[] part, int capacity) {
    int[] resized = new int[capacity];
    Arrays.fill(resized, EMPTY);
    if (part != null) {
      for (int value : part) {
        if (value != EMPTY) {
          place(resized, hashOf(value), value);
        }
      }
    }
    return resized;
  }

  private static void place(int[] part, long hash, int value) {
    int mask = part.length - 1;
    int at = (int) hash & mask;
    while (part[at] != EMPTY) {
      at = (at + 1) & mask;
    }
    part[at] = value;
  }

  /** The upper bits: the lower ones say where within the part. */
  private int partOf(long hash) {
    return (int) (hash >>> 32) >>> (32 - partBits);
  }
}
