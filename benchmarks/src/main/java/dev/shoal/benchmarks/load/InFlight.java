package dev.shoal.benchmarks.load;

/**
 * The requests of one connection that are not answered yet: a fixed number of slots, whose number
 * and generation are the request's id.
 */
final class InFlight {
  private static final int SLOT_BITS = 16;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
  private static final int GENERATIONS = 1 << 15; // ids with the top bit are never given

  /** Most slots of a connection. */
  static final int MAX_SLOTS = SLOT_MASK;

  private final int[] ids;
  private final Operation[] operations;
  private final int[] files;
  private final long[] digests;
  private final long[] sentNanos;
  private final int[] free;
  private int freeCount;
  private int generation;

  InFlight(int slots) {
    ids = new int[slots];
    operations = new Operation[slots];
    files = new int[slots];
    digests = new long[slots];
    sentNanos = new long[slots];
    free = new int[slots];
    for (int slot = slots - 1; slot >= 0; slot--) {
      free[freeCount++] = slot;
    }
  }

  /** How many more requests may be sent. */
  int free() {
    return freeCount;
  }

  /** How many requests wait for their answers. */
  int count() {
    return free.length - freeCount;
  }

  /**
   * Notes a request; one must be {@link #free}.
   *
   * @param digest what the answer must say, or the request says, of the session's registrations
   * @return the request's id
   */
  int begin(Operation operation, int file, long digest, long now) {
    int slot = free[--freeCount];
    generation = (generation + 1) & (GENERATIONS - 1);
    int id = (generation << SLOT_BITS) | (slot + 1);
    ids[slot] = id;
    operations[slot] = operation;
    files[slot] = file;
    digests[slot] = digest;
    sentNanos[slot] = now;
    return id;
  }

  /** The slot of the request with that id, or -1 when none waits. */
  int find(int id) {
    int slot = (id & SLOT_MASK) - 1;
    return slot >= 0 && slot < ids.length && ids[slot] == id ? slot : -1;
  }

  /** The request is over; what the slot holds can be read until the next {@link #begin}. */
  void end(int slot) {
    ids[slot] = 0;
    free[freeCount++] = slot;
  }

  Operation operation(int slot) {
    return operations[slot];
  }

  int file(int slot) {
    return files[slot];
  }

  long digest(int slot) {
    return digests[slot];
  }

  long sentNanos(int slot) {
    return sentNanos[slot];
  }

  /** A slot whose request waits for its answer; there must be one. */
  int anyWaiting() {
    int slot = 0;
    while (ids[slot] == 0) {
      slot++;
    }
    return slot;
  }
}
