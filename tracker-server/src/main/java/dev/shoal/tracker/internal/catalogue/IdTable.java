package dev.shoal.tracker.internal.catalogue;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Finds numbers by the ids that they stand for: open addressing over the numbers alone, the ids
 * stay where they are.
 *
 * <p>It consists of many small tables, of which one at a time grows: rehashing one of a million
 * numbers would stall the loop.
 */
final class IdTable {
  private static final int TABLE_BITS = 10;
  private static final int FIRST_SLOTS = 16;

  /** Where the ids are. */
  interface Ids {
    /** The bytes that hold the number's id. */
    byte[] bytes(int number);

    /** Where in them it begins. */
    int offset(int number);
  }

  private final Ids ids;
  private final IdHash hash;
  private final int[][] tables = new int[1 << TABLE_BITS][FIRST_SLOTS]; // number + 1, 0: free
  private final int[] sizes = new int[1 << TABLE_BITS];
  private int size;

  IdTable(Ids ids, RandomGenerator random) {
    this.ids = ids;
    hash = new IdHash(random);
  }

  int size() {
    return size;
  }

  /** The number of an id, or -1. */
  int find(byte[] id) {
    int hashed = hash.of(id, 0);
    int[] table = tables[tableOf(hashed)];
    for (int slot = hashed & (table.length - 1);
        table[slot] != 0;
        slot = (slot + 1) & (table.length - 1)) {
      if (isAt(table[slot] - 1, id)) {
        return table[slot] - 1;
      }
    }
    return -1;
  }

  /** Enters a number whose id is not in. */
  void add(int number) {
    int hashed = hashOf(number);
    int at = tableOf(hashed);
    if (sizes[at] * 4 >= tables[at].length * 3) {
      tables[at] = grown(tables[at]);
    }
    enter(tables[at], number, hashed);
    sizes[at]++;
    size++;
  }

  private int[] grown(int[] table) {
    int[] larger = new int[table.length * 2];
    for (int value : table) {
      if (value != 0) {
        enter(larger, value - 1, hashOf(value - 1));
      }
    }
    return larger;
  }

  private static void enter(int[] table, int number, int hashed) {
    int slot = hashed & (table.length - 1);
    while (table[slot] != 0) {
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = number + 1;
  }

  private boolean isAt(int number, byte[] id) {
    int offset = ids.offset(number);
    return Arrays.equals(
        ids.bytes(number), offset, offset + IdHash.ID_LENGTH, id, 0, IdHash.ID_LENGTH);
  }

  private int hashOf(int number) {
    return hash.of(ids.bytes(number), ids.offset(number));
  }

  /** By the upper bits; the lower ones choose the slot. */
  private static int tableOf(int hashed) {
    return hashed >>> (Integer.SIZE - TABLE_BITS);
  }
}
