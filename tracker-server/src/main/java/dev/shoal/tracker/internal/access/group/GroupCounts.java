package dev.shoal.tracker.internal.access.group;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;

/** Knows how many have a file of a group right now. */
public interface GroupCounts {
  /** Those with all of it. */
  int seeders(GroupId group, FileId file);

  /** Those with a part of it. */
  int leechers(GroupId group, FileId file);
}
