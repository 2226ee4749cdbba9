package dev.shoal.peer.service;

/**
 * The numbers of shares' ids, of which none is given away twice, not even after a crash; unless
 * that comes in the very second in which the first file of a watched folder got one. Such an id
 * means nothing beyond the node's end, and nothing that is remembered refers to it. Belongs to the
 * agent's thread.
 */
final class ShareNumbers {
  /** So many at a time are remembered as given away to watched files, which are not. */
  static final long RESERVED = 10_000;

  private final Runnable remember;
  private long next = 1;
  private long reserved = 1;

  /**
   * @param remember told when {@link #saved} is to be remembered
   */
  ShareNumbers(Runnable remember) {
    this.remember = remember;
  }

  /** Takes up what was remembered. */
  void restore(long saved) {
    next = Math.max(next, saved);
  }

  /** A remembered share has it already. */
  void taken(long number) {
    next = Math.max(next, number + 1);
  }

  /** The one that is given away next. */
  long peek() {
    return next;
  }

  /** For a share that is remembered, and with it its number. */
  long take() {
    return next++;
  }

  /** For a share that is not remembered: or after a crash its id would stand for another file. */
  long takeReserved() {
    if (next >= reserved) {
      reserved = next + RESERVED;
      remember.run();
    }
    return next++;
  }

  /** What is to be remembered: the first that is free, whatever happens until it is once more. */
  long saved() {
    return Math.max(next, reserved);
  }
}
