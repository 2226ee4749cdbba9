package dev.shoal.peer;

/**
 * How much a download matters beside the others of its node. While one of a higher priority
 * receives anything, a lower one keeps asking each source for one chunk at a time, so that it never
 * stands still; equals share equally.
 */
public enum DownloadPriority {
  /** Gives way to all others. */
  LOW,
  /** The default. */
  NORMAL,
  /** Has the line to itself, all but a little. */
  HIGH
}
