package dev.shoal.peer.service.watch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that were given under another name than they have now, the first one's first. Belongs to
 * {@link FolderState}.
 */
final class PendingRenames {
  private final Map<String, Entry> byGivenName = new LinkedHashMap<>();

  void add(Entry entry) {
    if (entry.givenAs != null) {
      byGivenName.put(entry.givenAs, entry);
    }
  }

  void remove(Entry entry) {
    if (entry.givenAs != null) {
      byGivenName.remove(entry.givenAs, entry);
    }
  }

  /** The file that was given under a name which may be another's now; null if none was. */
  @Nullable Entry givenAs(String name) {
    return byGivenName.get(name);
  }

  /**
   * The first, or one whose old name is in the way of its new one; null if there is none. When
   * names went around in a circle, each one's is in the way of another.
   */
  @Nullable Entry next() {
    if (byGivenName.isEmpty()) {
      return null;
    }
    Entry entry = byGivenName.values().iterator().next();
    Set<Entry> passed = new HashSet<>();
    for (Entry other = givenAs(entry.name);
        other != null && passed.add(other);
        other = givenAs(entry.name)) {
      entry = other;
    }
    return entry;
  }
}
