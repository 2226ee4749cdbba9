package dev.shoal.peer.internal.access;

import dev.shoal.protocol.GroupId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest known epoch of each group's members: capabilities of earlier ones are good no more.
 * Only the tracker's word enters here, from itself or signed by it. Thread-safe.
 */
public final class GroupEpochs {
  private static final Logger log = LoggerFactory.getLogger(GroupEpochs.class);

  private final Map<GroupId, Long> latest = new ConcurrentHashMap<>();
  private final Set<Consumer<GroupId>> listeners = ConcurrentHashMap.newKeySet();

  /** Whether no later epoch is known. */
  public boolean isCurrent(GroupId group, long epoch) {
    return Long.compareUnsigned(epoch, latest.getOrDefault(group, 0L)) >= 0;
  }

  /** The tracker has said which epoch it is. */
  public void learned(GroupId group, long epoch) {
    boolean[] risen = {false};
    latest.merge(
        group,
        epoch,
        (before, now) -> {
          risen[0] = Long.compareUnsigned(before, now) < 0;
          return risen[0] ? now : before;
        });
    if (risen[0]) {
      listeners.forEach(listener -> tell(listener, group));
    }
  }

  /** That one can't hear it is no reason for the others not to. */
  private static void tell(Consumer<GroupId> listener, GroupId group) {
    try {
      listener.accept(group);
    } catch (RuntimeException e) {
      log.error("somebody could not be told that the epoch of {} has risen", group, e);
    }
  }

  /** Has somebody told of groups whose epoch was known, and has risen; on any thread. */
  public void addListener(Consumer<GroupId> listener) {
    listeners.add(listener);
  }

  /** Tells somebody no more. */
  public void removeListener(Consumer<GroupId> listener) {
    listeners.remove(listener);
  }
}
