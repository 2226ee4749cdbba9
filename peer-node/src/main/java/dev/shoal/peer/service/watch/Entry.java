package dev.shoal.peer.service.watch;

import org.jspecify.annotations.Nullable;

/** What is known of one file of a watched folder. Belongs to {@link FolderState}. */
final class Entry {
  /** Where a file stands. */
  enum State {
    /** It changes, or may still do so. */
    SETTLING,
    /** It has stopped changing and waits for its turn. */
    READY,
    /** It was given, and is not done with. */
    PREPARING,
    /** It is shared. */
    SHARED,
    /** Nobody wants it shared. */
    LEFT,
    /** It can't be shared, and is tried again later. */
    FAILED
  }

  /** Due at no time. */
  static final long NEVER = Long.MAX_VALUE;

  final String name;
  Stamp stamp;
  State state = State.SETTLING;

  /** When it was first seen to change, of the changes since it last stood still. */
  long changingSince;

  /** When to look at it, or {@link #NEVER}. */
  long due = NEVER;

  /** When it was found missing; has meaning only while it is. */
  long missingSince;

  /** Number of the scan that saw it last. */
  int scan;

  /** Rises whenever it is given: results of earlier turns are not looked at. */
  int turn;

  /** How often in a row it could not be shared. */
  int failures;

  /** The name under which it was given; null if it was not, or was taken back. */
  @Nullable String givenAs;

  Entry(String name, Stamp stamp) {
    this.name = name;
    this.stamp = stamp;
  }
}
