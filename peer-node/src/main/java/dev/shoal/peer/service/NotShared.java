package dev.shoal.peer.service;

import dev.shoal.peer.service.watch.WatchedFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of watched folders that somebody stopped sharing, as they were then: one that has changed
 * is another. Thread-safe.
 */
final class NotShared {
  private final Map<String, String> stamps = new LinkedHashMap<>();

  /** Those that are there no more: the first to be forgotten. */
  private final Set<String> gone = new LinkedHashSet<>();

  /** Takes up what was remembered. */
  synchronized void restore(List<String> saved) {
    for (String entry : saved) {
      String[] parts = entry.split(" ", 3);
      if (parts.length == 3) {
        stamps.put(parts[2], parts[0] + " " + parts[1]);
      }
    }
  }

  /** What is to be remembered: no more than can be, and of more the first. */
  synchronized List<String> saved() {
    return stamps.entrySet().stream()
        .limit(SavedState.MOST_UNWANTED)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .toList();
  }

  /**
   * A file is not to be shared until it changes.
   *
   * @return whether that can be remembered beyond this node's end
   */
  synchronized boolean add(WatchedFile file) {
    String path = file.path().toString();
    gone.remove(path);
    if (stamps.size() >= SavedState.MOST_UNWANTED && !stamps.containsKey(path) && !gone.isEmpty()) {
      String first = gone.iterator().next();
      gone.remove(first);
      stamps.remove(first);
    }
    stamps.put(path, stamp(file));
    return stamps.size() <= SavedState.MOST_UNWANTED;
  }

  /** Whether a file is one of them; forgets it if it has changed. */
  synchronized boolean contains(WatchedFile file) {
    String path = file.path().toString();
    String stamp = stamps.get(path);
    if (stamp == null) {
      return false;
    }
    gone.remove(path);
    if (stamp.equals(stamp(file))) {
      return true;
    }
    stamps.remove(path);
    return false;
  }

  /** There is no such file now; it may come back. */
  synchronized void gone(Path path) {
    if (stamps.containsKey(path.toString())) {
      gone.add(path.toString());
    }
  }

  private static String stamp(WatchedFile file) {
    return file.size() + " " + file.modifiedNanos();
  }
}
