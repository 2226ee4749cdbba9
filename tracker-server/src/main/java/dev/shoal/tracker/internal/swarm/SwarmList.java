package dev.shoal.tracker.internal.swarm;

import java.util.Arrays;

/**
 * The layout of one swarm's entries in an array of ints. A flyweight: it names offsets, the array
 * is {@link SwarmIndex}'s.
 *
 * <pre>
 *   | size | seeders | shown | counted seeders | counted leechers | entry 0 | entry 1 | ...
 *
 *   entries 0 to seeders:      seeders that are shown
 *           seeders to shown:  leechers that are shown
 *           shown to size:     held back: hidden or only counted
 *
 *   entry: | flags, number of the session's registrations | place among those |
 * </pre>
 */
final class SwarmList {
  static final int SIZE = 0;

  /** Entries before this one are seeders that are shown. */
  static final int SEEDERS = 1;

  /** Entries before this one are shown. */
  static final int SHOWN = 2;

  /** Seeders among those held back that are counted. */
  static final int COUNTED_SEEDERS = 3;

  static final int COUNTED_LEECHERS = 4;

  /** Flag: has the whole file. */
  static final int COMPLETE = 1 << 31;

  /** Flag: held back, but counted. */
  static final int COUNTED = 1 << 30;

  /** The bits of an entry's first int that hold the number. */
  static final int NUMBER = COUNTED - 1;

  private static final int HEADER = 5;
  private static final int ENTRY = 2;
  private static final int FIRST_CAPACITY = 1;

  private SwarmList() {}

  static int[] create() {
    return new int[HEADER + ENTRY * FIRST_CAPACITY];
  }

  /** Flags and number of an entry. */
  static int word(int[] list, int entry) {
    return list[HEADER + ENTRY * entry];
  }

  static int number(int[] list, int entry) {
    return word(list, entry) & NUMBER;
  }

  static boolean isComplete(int[] list, int entry) {
    return word(list, entry) < 0;
  }

  /** The entry's place among its session's registrations. */
  static int place(int[] list, int entry) {
    return list[HEADER + ENTRY * entry + 1];
  }

  static void setWord(int[] list, int entry, int word) {
    list[HEADER + ENTRY * entry] = word;
  }

  static void setPlace(int[] list, int entry, int place) {
    list[HEADER + ENTRY * entry + 1] = place;
  }

  static void copy(int[] list, int from, int to) {
    list[HEADER + ENTRY * to] = list[HEADER + ENTRY * from];
    list[HEADER + ENTRY * to + 1] = list[HEADER + ENTRY * from + 1];
  }

  static int seederCount(int[] list) {
    return list[SEEDERS] + list[COUNTED_SEEDERS];
  }

  static int leecherCount(int[] list) {
    return list[SHOWN] - list[SEEDERS] + list[COUNTED_LEECHERS];
  }

  /** The entry of those registrations by looking at all, or -1. */
  static int find(int[] list, int number) {
    int end = HEADER + ENTRY * list[SIZE];
    for (int at = HEADER; at < end; at += ENTRY) {
      if ((list[at] & NUMBER) == number) {
        return (at - HEADER) / ENTRY;
      }
    }
    return -1;
  }

  /** The same list with room for one more entry. */
  static int[] withRoom(int[] list) {
    int capacity = capacity(list);
    return list[SIZE] < capacity ? list : resized(list, capacity + Math.max(1, capacity / 4));
  }

  /**
   * The same list without most of the room that it does not need; not at once, lest it oscillates.
   */
  static int[] trimmed(int[] list) {
    int size = list[SIZE];
    return capacity(list) > 2 * size + 4 ? resized(list, size + size / 4 + 1) : list;
  }

  private static int capacity(int[] list) {
    return (list.length - HEADER) / ENTRY;
  }

  private static int[] resized(int[] list, int capacity) {
    return Arrays.copyOf(list, HEADER + ENTRY * capacity);
  }
}
