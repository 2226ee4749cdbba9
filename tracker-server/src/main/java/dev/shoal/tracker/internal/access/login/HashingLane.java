package dev.shoal.tracker.internal.access.login;

/** For whom a password is hashed, and so where that waits for its turn. */
public enum HashingLane {
  /** For somebody who has proved before to be whom they say, and who comes first. */
  KNOWN,
  /** For anybody else. */
  STRANGERS
}
