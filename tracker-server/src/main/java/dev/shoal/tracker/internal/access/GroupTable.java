package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredMembership;
import dev.shoal.tracker.internal.state.StoredShare;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The groups of an {@link AccessView}. */
final class GroupTable {
  private final Map<GroupId, Group> byId = new HashMap<>();
  private final TreeMap<String, Group> byKey = new TreeMap<>();

  /** Those that everybody may see, by their keys. */
  private final TreeMap<String, Group> open = new TreeMap<>();

  /** Those that an account has a part in, by their keys; some may have ended. */
  private final Map<String, TreeMap<String, Group>> byUser = new HashMap<>();

  /** How many an account owns. */
  private final Map<String, Integer> owned = new HashMap<>();

  /** Whose parts in groups that have ended are still to be forgotten. */
  private final Deque<Parting> partings = new ArrayDeque<>();

  private Runnable workArises = () -> {};

  private @Nullable AccessListener listener;

  void setListener(AccessListener newListener) {
    listener = newListener;
  }

  private record Parting(Group group, Iterator<String> users) {}

  void whenWorkArises(Runnable action) {
    workArises = action;
  }

  @Nullable Group get(GroupId id) {
    return byId.get(id);
  }

  @Nullable Group get(String key) {
    return byKey.get(key);
  }

  int size() {
    return byId.size();
  }

  int ownedBy(String userKey) {
    return owned.getOrDefault(userKey, 0);
  }

  /** Groups by their keys, whoever may see them. */
  List<Group> all(String after, int max) {
    return byKey.tailMap(after, false).values().stream().limit(max).toList();
  }

  /** As in {@link AccessView#visibleGroups}. */
  List<Group> visibleTo(String userKey, String after, int max) {
    TreeMap<String, Group> visible = new TreeMap<>();
    addFirst(open, after, max, visible);
    addFirst(byUser.getOrDefault(userKey, new TreeMap<>()), after, max, visible);
    return visible.values().stream().limit(max).toList();
  }

  private static void addFirst(
      NavigableMap<String, Group> from, String after, int max, Map<String, Group> to) {
    from.tailMap(after, false).values().stream()
        .filter(group -> !group.hasEnded())
        .limit(max)
        .forEach(group -> to.put(group.key(), group));
  }

  /** Follows a change of a group. */
  void accept(AccessChange change) {
    switch (change.getChangeCase()) {
      case GROUP -> put(change.getGroup());
      case GROUP_GONE -> end(change.getGroupGone());
      case MEMBERSHIP -> put(change.getMembership());
      case MEMBERSHIP_GONE -> end(change.getMembershipGone());
      case FILE -> known(change.getFile().getGroupId()).add(change.getFile());
      case FILE_GONE ->
          known(change.getFileGone().getGroupId()).remove(change.getFileGone().getFileId());
      case SHARE -> {
        StoredShare share = change.getShare();
        file(share).addSharer(share.getUser());
      }
      case SHARE_GONE -> {
        StoredShare share = change.getShareGone();
        file(share).removeSharer(share.getUser());
      }
      default -> throw new IllegalArgumentException(change.getChangeCase() + " is of no group");
    }
  }

  private void put(StoredGroup stored) {
    Group group = byId.get(id(stored.getGroupId()));
    if (group == null) {
      group = new Group(stored);
      byId.put(group.id(), group);
      byKey.put(group.key(), group);
      owned.merge(group.owner(), 1, Integer::sum);
    }
    boolean epochChanged = group.epoch() != stored.getEpoch();
    group.update(stored);
    if (group.policy() == JoinPolicy.JOIN_BY_INVITATION) {
      open.remove(group.key());
    } else {
      open.put(group.key(), group);
    }
    if (epochChanged && listener != null) {
      listener.epochChanged(group);
    }
  }

  private void end(AccessChange.GroupGone gone) {
    Group group = known(gone.getGroupId());
    group.end(gone.getEpoch());
    if (listener != null) {
      listener.epochChanged(group);
    }
    byId.remove(group.id());
    byKey.remove(group.key());
    open.remove(group.key());
    owned.computeIfPresent(group.owner(), (owner, count) -> count == 1 ? null : count - 1);
    partings.add(
        new Parting(
            group,
            Stream.concat(group.members().keySet().stream(), group.requesters().stream())
                .iterator()));
    workArises.run();
    if (listener != null) {
      listener.groupEnded(group);
    }
  }

  /** As in {@link AccessView#work}. */
  boolean work(int max) {
    int left = max;
    while (left > 0 && !partings.isEmpty()) {
      Parting first = partings.element();
      while (left > 0 && first.users.hasNext()) {
        forget(first.users.next(), first.group);
        left--;
      }
      if (!first.users.hasNext()) {
        partings.remove();
      }
    }
    return !partings.isEmpty();
  }

  private void put(StoredMembership stored) {
    Group group = known(stored.getGroupId());
    group.setMembership(
        stored.getUser(), Objects.requireNonNull(Membership.forNumber(stored.getMembership())));
    byUser.computeIfAbsent(stored.getUser(), user -> new TreeMap<>()).put(group.key(), group);
  }

  private void end(AccessChange.MembershipGone gone) {
    Group group = known(gone.getGroupId());
    boolean member = group.isMember(gone.getUser());
    group.setMembership(gone.getUser(), Membership.MEMBERSHIP_NONE);
    forget(gone.getUser(), group);
    if (member && listener != null) {
      listener.membershipEnded(group, gone.getUser());
    }
  }

  /** Another group of its name may be there in its place already. */
  private void forget(String userKey, Group group) {
    TreeMap<String, Group> groups = byUser.get(userKey);
    if (groups != null) {
      groups.remove(group.key(), group);
      if (groups.isEmpty()) {
        byUser.remove(userKey);
      }
    }
  }

  private Group known(ByteString id) {
    return Objects.requireNonNull(byId.get(id(id)));
  }

  private ListedFile file(StoredShare share) {
    return Objects.requireNonNull(known(share.getGroupId()).file(share.getFileId()));
  }

  private static GroupId id(ByteString bytes) {
    return GroupId.fromBytes(bytes.toByteArray());
  }
}
