package dev.shoal.tracker.internal.swarm;

/**
 * Finds the entry of a session in one large swarm; small ones are searched. Kept by {@link
 * SwarmIndex}.
 */
final class Places extends HashedInts {
  private static final int PART_BITS = 4;

  private final long seed;
  private int[] list;
  private int sought;

  /** A table of all entries of a list. */
  Places(int[] list, long seed) {
    super(PART_BITS);
    this.list = list;
    this.seed = seed;
    for (int entry = 0; entry < list[SwarmList.SIZE]; entry++) {
      add(hashOf(entry), entry);
    }
  }

  /** The swarm's list is in another array from now on. */
  void moved(int[] successor) {
    list = successor;
  }

  /** The entry of those registrations, or a negative number. */
  int find(int number) {
    sought = number;
    return find(hash(number));
  }

  /** An entry was added at the end. */
  void added(int number, int entry) {
    add(hash(number), entry);
  }

  /** An entry is about to be removed. */
  void removed(int number, int entry) {
    remove(hash(number), entry);
  }

  /** Two entries are about to change places. */
  void swapped(int one, int other) {
    long hashOfOne = hashOf(one);
    long hashOfOther = hashOf(other);
    replace(hashOfOne, one, Integer.MAX_VALUE);
    replace(hashOfOther, other, one);
    replace(hashOfOne, Integer.MAX_VALUE, other);
  }

  @Override
  long hashOf(int entry) {
    return hash(SwarmList.number(list, entry));
  }

  @Override
  boolean isSought(int entry) {
    return SwarmList.number(list, entry) == sought;
  }

  private long hash(int number) {
    long mixed = (number ^ seed) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 32;
  }
}
