package dev.shoal.peer;

/** In which order the chunks of a file are fetched. */
public enum DownloadOrder {
  /** What the fewest peers have comes first: best for the swarm, and so for everybody's speed. */
  RAREST_FIRST,

  /**
   * From the beginning to the end, as far as sources allow: for a program that reads the part file
   * while it grows. Whoever reads through {@link Download#openStream()} needs it not.
   */
  SEQUENTIAL
}
