package dev.shoal.peer.internal.tracker;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.wire.SwarmUpdate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Leads the tracker's news to those who follow the file in question. Thread-safe. */
final class SwarmListeners {
  private final Map<FileId, Set<SwarmListener>> byFile = new ConcurrentHashMap<>();

  void add(FileId fileId, SwarmListener listener) {
    byFile.compute(
        fileId,
        (id, before) -> {
          Set<SwarmListener> set = before == null ? ConcurrentHashMap.newKeySet() : before;
          set.add(listener);
          return set;
        });
  }

  /** Whether that was the last listener to the file. */
  boolean remove(FileId fileId, SwarmListener listener) {
    AtomicBoolean last = new AtomicBoolean();
    byFile.computeIfPresent(
        fileId,
        (id, set) -> {
          last.set(set.remove(listener) && set.isEmpty());
          return set.isEmpty() ? null : set;
        });
    return last.get();
  }

  /** What nobody follows is passed over, as is what names no file. */
  void deliver(SwarmUpdate update) {
    if (update.getFileId().size() == FileId.LENGTH) {
      FileId fileId = FileId.fromBytes(update.getFileId().toByteArray());
      byFile.getOrDefault(fileId, Set.of()).forEach(listener -> listener.onUpdate(update));
    }
  }

  void newSession() {
    byFile.values().forEach(set -> set.forEach(SwarmListener::onNewSession));
  }
}
