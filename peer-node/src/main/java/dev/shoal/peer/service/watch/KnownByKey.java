package dev.shoal.peer.service.watch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files by device and inode, for finding them under another name. Those that have no such key are
 * never found. Belongs to {@link FolderState}.
 */
final class KnownByKey {
  private final Map<Object, Entry> entries = new HashMap<>();

  void add(Entry entry) {
    if (entry.stamp.key() != null) {
      entries.put(entry.stamp.key(), entry);
    }
  }

  void remove(Entry entry) {
    if (entry.stamp.key() != null) {
      entries.remove(entry.stamp.key(), entry);
    }
  }

  /** The file that was as this one is, or null. */
  @Nullable Entry like(Stamp stamp) {
    Entry entry = stamp.key() == null ? null : entries.get(stamp.key());
    return entry != null && entry.stamp.equals(stamp) ? entry : null;
  }
}
