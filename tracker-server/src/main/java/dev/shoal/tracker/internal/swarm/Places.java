package dev.shoal.tracker.internal.swarm;

import java.util.Arrays;

/**
 * Finds the entry of a session in one large swarm; small ones are searched. Kept by {@link
 * SwarmIndex}.
 *
 * <p>A hash table of sessions' numbers, each with its entry beside it, so that a look at the table
 * is all that a search takes: open addressing, linear probing, removal without tombstones.
 */
final class Places {
  private static final long EMPTY = -1;

  private final long seed;
  private long[] table;
  private int size;

  /** A table of all entries of a list. */
  Places(int[] list, long seed) {
    this.seed = seed;
    table = empty(Integer.highestOneBit(list[SwarmList.SIZE]) * 4);
    for (int entry = 0; entry < list[SwarmList.SIZE]; entry++) {
      added(SwarmList.number(list, entry), entry);
    }
  }

  /** The entry of those registrations, or a negative number. */
  int find(int number) {
    return (int) table[slot(number)];
  }

  /** An entry was added. */
  void added(int number, int entry) {
    if (size >= table.length / 2) {
      resize(table.length * 2);
    }
    table[slot(number)] = word(number, entry);
    size++;
  }

  /** An entry was removed. */
  void removed(int number) {
    int mask = table.length - 1;
    int gap = slot(number);
    // What is behind the gap moves into it unless that would put it before its first slot.
    for (int at = (gap + 1) & mask; table[at] != EMPTY; at = (at + 1) & mask) {
      if (((at - first(number(at))) & mask) >= ((at - gap) & mask)) {
        table[gap] = table[at];
        gap = at;
      }
    }
    table[gap] = EMPTY;
    size--;
    if (size < table.length / 8) {
      resize(table.length / 2);
    }
  }

  /** Those registrations have another entry now. */
  void moved(int number, int entry) {
    table[slot(number)] = word(number, entry);
  }

  /** Where the number is, or else where it would be put. */
  private int slot(int number) {
    int mask = table.length - 1;
    int at = first(number);
    while (table[at] != EMPTY && number(at) != number) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private int first(int number) {
    long mixed = (number ^ seed) * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32) & (table.length - 1);
  }

  private int number(int at) {
    return (int) (table[at] >>> Integer.SIZE);
  }

  private void resize(int capacity) {
    long[] former = table;
    table = empty(capacity);
    for (long word : former) {
      if (word != EMPTY) {
        table[slot((int) (word >>> Integer.SIZE))] = word;
      }
    }
  }

  private static long[] empty(int capacity) {
    long[] table = new long[capacity];
    Arrays.fill(table, EMPTY);
    return table;
  }

  private static long word(int number, int entry) {
    return (long) number << Integer.SIZE | entry;
  }
}
