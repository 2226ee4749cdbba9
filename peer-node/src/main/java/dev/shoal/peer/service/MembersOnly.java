package dev.shoal.peer.service;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Contents that came from groups, or were shared in some: not everybody's because a file with one
 * of them lies in a watched folder, whatever it is called there, and whether or not it is still
 * shared in a group. Belongs to the agent's thread.
 */
final class MembersOnly {
  private final Set<String> fileIds = new LinkedHashSet<>();

  /** Takes up what was remembered; earlier versions had a size and a blank before each id. */
  void restore(List<String> saved) {
    saved.forEach(entry -> add(entry.substring(entry.indexOf(' ') + 1)));
  }

  /** What is to be remembered: the latest, if there are very many. */
  List<String> saved() {
    return fileIds.stream()
        .skip(Math.max(0, fileIds.size() - SavedState.MOST_FOR_MEMBERS))
        .toList();
  }

  /** Holds a content back. */
  void add(String fileId) {
    fileIds.add(fileId);
  }

  boolean contains(String fileId) {
    return fileIds.contains(fileId);
  }
}
