package dev.shoal.peer.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which shares have the same content: one of them is served, for the people of all. Belongs to the
 * agent's thread.
 */
final class SameContent {
  private final Map<String, Set<Share>> byContent = new HashMap<>();

  /** A share has that content from now on. */
  void enter(Share share, String fileId) {
    share.content = fileId;
    byContent.computeIfAbsent(fileId, id -> new LinkedHashSet<>()).add(share);
  }

  /**
   * A share has no content, as far as is known.
   *
   * @return the others that had the same
   */
  List<Share> forget(Share share) {
    String content = share.content;
    Set<Share> same = content == null ? null : byContent.get(content);
    if (content == null || same == null || !same.remove(share)) {
      return List.of();
    }
    share.content = null;
    if (same.isEmpty()) {
      byContent.remove(content);
    }
    return List.copyOf(same);
  }

  /** Whether its content is served, by itself or by another one. */
  boolean isServed(Share share) {
    String content = share.content;
    return content != null && of(content).stream().anyMatch(other -> other.handle != null);
  }

  /** Whether members of groups are who has it from here: nobody said that more people may. */
  boolean isInGroups(@Nullable String fileId) {
    return fileId != null && of(fileId).stream().anyMatch(other -> !other.saved.groups().isEmpty());
  }

  /** Those that have a content. */
  List<Share> with(String fileId) {
    return List.copyOf(of(fileId));
  }

  private Set<Share> of(String fileId) {
    return byContent.getOrDefault(fileId, Set.of());
  }

  /** Whether one was for people for whom none of the others are. */
  static boolean isWider(Share ended, Collection<Share> others) {
    return !ended.fleeting && isWider(ended.saved, others);
  }

  /** The same, of one that was served as it was remembered. */
  static boolean isWider(SavedShare ended, Collection<Share> others) {
    List<String> groups = ended.groups();
    return groups.isEmpty()
        ? others.stream().noneMatch(Share::isPublic)
        : !groups.stream()
            .allMatch(
                group -> others.stream().anyMatch(other -> other.saved.groups().contains(group)));
  }
}
