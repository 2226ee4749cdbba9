package dev.shoal.transport.internal;

/**
 * Counts the body bytes that a connection has handed to its socket and that are not yet sent, file
 * regions included: those count as nothing for Netty's own watermarks. A plain object of one
 * thread.
 */
final class SendWindow {
  private final int capacity;
  private int used;

  SendWindow(int capacity) {
    this.capacity = capacity;
  }

  /** How many bytes may be sent now, at most {@code wanted}; 0 when the window is full. */
  int grant(int wanted) {
    int granted = Math.min(wanted, capacity - used);
    used += granted;
    return granted;
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
