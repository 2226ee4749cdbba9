package dev.shoal.peer.service;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contents that came from groups, or were shared in some: not everybody's because a file with one
 * of them lies in a watched folder, whatever it is called there, and whether or not it is still
 * shared in a group. Belongs to the agent's thread.
 */
final class MembersOnly {
  private static final long UNKNOWN = -1;

  private final Map<String, Long> sizes = new LinkedHashMap<>();
  private final Map<Long, Integer> counts = new HashMap<>();

  /** Takes up what was remembered. */
  void restore(List<String> saved) {
    for (String entry : saved) {
      int blank = entry.indexOf(' ');
      add(entry.substring(blank + 1), blank < 0 ? UNKNOWN : size(entry.substring(0, blank)));
    }
  }

  private static long size(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /** What is to be remembered: the latest, if there are very many. */
  List<String> saved() {
    return sizes.entrySet().stream()
        .skip(Math.max(0, sizes.size() - SavedState.MOST_FOR_MEMBERS))
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .toList();
  }

  /**
   * Holds a content back.
   *
   * @param size bytes; -1 if that is not known
   */
  void add(String fileId, long size) {
    long known = Math.max(UNKNOWN, size);
    Long before = sizes.get(fileId);
    if (before != null && (known == UNKNOWN || before == known)) {
      return;
    }
    sizes.put(fileId, known);
    counts.merge(known, 1, Integer::sum);
    if (before != null) {
      counts.computeIfPresent(before, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Whether a content of that size may be one of them. */
  boolean mayHave(long size) {
    return counts.containsKey(size) || counts.containsKey(UNKNOWN);
  }

  boolean contains(String fileId) {
    return sizes.containsKey(fileId);
  }
}
