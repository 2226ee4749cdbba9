package dev.shoal.transport.internal;

/**
 * Counts the body bytes that a connection has handed to its socket and that are not yet sent, file
 * regions included: those count as nothing for Netty's own watermarks. A plain object of one
 * thread.
 */
final class SendWindow {
  private int capacity;
  private int used;

  SendWindow(int capacity) {
    this.capacity = capacity;
  }

  /** Makes it smaller, if it is larger than that. */
  void narrow(int most) {
    capacity = Math.min(capacity, most);
  }

  /**
   * Takes room for a slice; false while there is not enough for all of it, since the rest of a
   * window given out in crumbs would travel in ever smaller frames.
   */
  boolean take(int bytes) {
    if (bytes > capacity - used) {
      return false;
    }
    used += bytes;
    return true;
  }

  /** Bytes that left, or never will. */
  void giveBack(int bytes) {
    used -= bytes;
  }

  /** Bytes on their way. */
  int used() {
    return used;
  }
}
