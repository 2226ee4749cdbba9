package dev.shoal.peer.service.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Files that are to be looked at, by when. Belongs to {@link FolderState}. */
final class DueFiles {
  private final NavigableSet<Entry> entries =
      new TreeSet<>(
          Comparator.comparingLong((Entry entry) -> entry.due).thenComparing(entry -> entry.name));

  /** One is to be looked at then, and not before, or not at all: {@link Entry#NEVER}. */
  void schedule(Entry entry, long when) {
    entries.remove(entry);
    entry.due = when;
    if (when != Entry.NEVER) {
      entries.add(entry);
    }
  }

  /** The names of those that are due. */
  List<String> names(long now, int most) {
    List<String> names = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.due > now || names.size() == most) {
        break;
      }
      names.add(entry.name);
    }
    return names;
  }

  /** When the next one is due; {@link Entry#NEVER} if none is. */
  long next() {
    return entries.isEmpty() ? Entry.NEVER : entries.first().due;
  }
}
