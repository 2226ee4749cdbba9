package dev.shoal.peer.internal.access;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupRegistration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the tracker has not heard of yet of the files of groups, and who waits for it to hear. A
 * plain object of one thread.
 */
final class GroupChanges {
  private final Map<GroupId, Map<FileId, Change>> byGroup = new LinkedHashMap<>();

  /**
   * One file's.
   *
   * @param told completes when the tracker knows; fails if it can't, or won't, be told
   */
  record Change(GroupRegistration registration, CompletableFuture<Void> told) {
    /** The tracker knows. */
    void done() {
      told.complete(null);
    }

    /** Nobody need wait any longer. */
    void failed(Throwable cause) {
      told.completeExceptionally(cause);
    }

    private FileId fileId() {
      return FileId.fromBytes(registration.getFileId().toByteArray());
    }

    /** Ends as a later one does. */
    private void follows(Change later) {
      later.told.whenComplete(
          (done, failure) -> {
            if (failure == null) {
              done();
            } else {
              failed(failure);
            }
          });
    }
  }

  /** Takes the place of what was to be told of the file before; who waits for that waits on. */
  void put(GroupId group, FileId fileId, Change change) {
    Change before = changes(group).put(fileId, change);
    if (before != null) {
      before.follows(change);
    }
  }

  /** The group whose turn it is, or null. */
  @Nullable GroupId next(Set<GroupId> resting) {
    for (GroupId group : byGroup.keySet()) {
      if (!resting.contains(group)) {
        return group;
      }
    }
    return null;
  }

  /** Takes some changes of a group out. */
  List<Change> take(GroupId group, int most) {
    Map<FileId, Change> changes = changes(group);
    List<Change> batch = new ArrayList<>();
    Iterator<Change> rest = changes.values().iterator();
    while (rest.hasNext() && batch.size() < most) {
      batch.add(rest.next());
      rest.remove();
    }
    if (changes.isEmpty()) {
      byGroup.remove(group);
    }
    return batch;
  }

  /** Has changes told once more, after all else, unless there are later ones of the same files. */
  void putBack(GroupId group, List<Change> batch) {
    Map<FileId, Change> changes = new LinkedHashMap<>();
    batch.forEach(change -> changes.put(change.fileId(), change));
    Map<FileId, Change> later = byGroup.remove(group);
    if (later != null) {
      later.forEach(
          (fileId, change) -> {
            Change before = changes.put(fileId, change);
            if (before != null) {
              before.follows(change);
            }
          });
    }
    byGroup.put(group, changes);
  }

  /** Drops what is to be told of a group. */
  void drop(GroupId group, Throwable cause) {
    Map<FileId, Change> changes = byGroup.remove(group);
    if (changes != null) {
      changes.values().forEach(change -> change.failed(cause));
    }
  }

  /** Drops everything. */
  void dropAll(Throwable cause) {
    List.copyOf(byGroup.keySet()).forEach(group -> drop(group, cause));
  }

  /** Lets nobody wait any longer for what is to be told all the same. */
  void failWaiting(Throwable cause) {
    byGroup.values().stream()
        .flatMap(changes -> List.copyOf(changes.values()).stream())
        .toList()
        .forEach(change -> change.failed(cause));
  }

  private Map<FileId, Change> changes(GroupId group) {
    return byGroup.computeIfAbsent(group, id -> new LinkedHashMap<>());
  }
}
