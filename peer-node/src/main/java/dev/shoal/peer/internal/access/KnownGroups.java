package dev.shoal.peer.internal.access;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.GroupId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which of a node's trackers knows which group, by their names in the node's list. A group is of
 * one tracker: that another one, which is used while the first is away, has never heard of it means
 * nothing, it need not hear of it from this node, and it can't claim it. Thread-safe.
 */
public final class KnownGroups {
  private final Map<GroupId, String> trackers = new ConcurrentHashMap<>();
  private volatile Supplier<Optional<TrackerVisit>> current = Optional::empty;

  /** Says how to find out which tracker is used now; before, none is. */
  public void connect(Supplier<Optional<TrackerVisit>> value) {
    current = value;
  }

  /** The tracker that is used now, and would be asked; empty if there is none. */
  public Optional<TrackerVisit> here() {
    return current.get();
  }

  /** Whether no other tracker was used since one was to be asked: whatever was answered is its. */
  public boolean isStill(Optional<TrackerVisit> asked) {
    return asked.isPresent() && asked.equals(current.get());
  }

  /** Whether a tracker may be the one that knows a group, for all that is known. */
  boolean mayBeAt(GroupId group, String tracker) {
    String knows = trackers.get(group);
    return knows == null || knows.equals(tracker);
  }

  /**
   * A tracker has answered that it knows a group.
   *
   * @param asked the tracker that was used when it was asked
   * @throws UnreachableException if another one may have answered
   * @throws UntrustedException if the group is known to be another tracker's
   */
  public void found(GroupId group, Optional<TrackerVisit> asked) throws ShoalException {
    if (!isStill(asked)) {
      throw new UnreachableException("the tracker was lost while it was asked", null);
    }
    if (!asked.map(visit -> note(group, visit)).orElse(false)) {
      throw new UntrustedException(
          "the tracker names a group that is another tracker's of this node", null);
    }
  }

  /** As {@link #found}, of a group that this node has named; does nothing where that throws. */
  void confirmed(GroupId group, Optional<TrackerVisit> asked) {
    if (isStill(asked)) {
      asked.ifPresent(visit -> note(group, visit));
    }
  }

  private boolean note(GroupId group, TrackerVisit visit) {
    String before = trackers.putIfAbsent(group, visit.tracker());
    return before == null || before.equals(visit.tracker());
  }

  /** Whether the tracker that is used now is known to know a group. */
  public boolean isHere(GroupId group) {
    String known = trackers.get(group);
    return known != null && current.get().filter(here -> here.tracker().equals(known)).isPresent();
  }

  /** Whether it is another tracker than the one that is used now that knows a group. */
  public boolean isElsewhere(GroupId group) {
    String known = trackers.get(group);
    return known != null && current.get().filter(here -> !here.tracker().equals(known)).isPresent();
  }

  /** Whether it is not known of any tracker that it knows a group. */
  boolean isNowhere(GroupId group) {
    return !trackers.containsKey(group);
  }

  /** The tracker that knew a group does not know this node's user there any more. */
  void forget(GroupId group) {
    trackers.remove(group);
  }
}
