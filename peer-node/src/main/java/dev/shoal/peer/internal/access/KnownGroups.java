package dev.shoal.peer.internal.access;

import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which of a node's trackers knows which group. A group is of one tracker: that another one, which
 * is used while the first is away, has never heard of it means nothing, and it need not hear of it
 * from this node. Thread-safe.
 */
public final class KnownGroups {
  private final Map<GroupId, PeerId> trackers = new ConcurrentHashMap<>();
  private volatile Supplier<Optional<PeerId>> current = Optional::empty;

  /** Says how to find out which tracker is used now; before, none is. */
  public void connect(Supplier<Optional<PeerId>> value) {
    current = value;
  }

  /** The tracker that is used now; empty if there is none. */
  Optional<PeerId> here() {
    return current.get();
  }

  /** Whether a tracker may be the one that knows a group, for all that is known. */
  boolean mayBeAt(GroupId group, Optional<PeerId> tracker) {
    PeerId knows = trackers.get(group);
    return knows == null || tracker.filter(knows::equals).isPresent();
  }

  /** The tracker that is used now has shown that it knows a group. */
  public void found(GroupId group) {
    current.get().ifPresent(tracker -> trackers.put(group, tracker));
  }

  /** Whether the tracker that is used now is known to know a group. */
  public boolean isHere(GroupId group) {
    PeerId known = trackers.get(group);
    return known != null && current.get().filter(known::equals).isPresent();
  }

  /** Whether it is another tracker than the one that is used now that knows a group. */
  public boolean isElsewhere(GroupId group) {
    PeerId known = trackers.get(group);
    return known != null && current.get().filter(here -> !here.equals(known)).isPresent();
  }

  /** The tracker that knew a group does not know this node's user there any more. */
  void forget(GroupId group) {
    trackers.remove(group);
  }
}
