package dev.shoal.tracker.internal.catalogue;

import dev.shoal.protocol.FileId;

/** How many peers have a file at present. */
public interface SwarmCounts {
  /** Peers with all chunks of the file. */
  int seeders(FileId file);

  /** Peers with only some chunks of the file. */
  int leechers(FileId file);
}
