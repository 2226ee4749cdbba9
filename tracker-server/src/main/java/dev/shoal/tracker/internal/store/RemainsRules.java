package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredRemains;
import dev.shoal.tracker.internal.state.StoredShare;
import org.jspecify.annotations.Nullable;

/**
 * Ends groups, memberships and accounts, and clears away what is left of them.
 *
 * <p>What ends does so at once, for everybody. The records that go with it may be very many: a
 * command clears away a bounded number of them, and further commands the others. Until then a note
 * of what is left is stored, so that a tracker that is started again goes on with it.
 */
final class RemainsRules {
  private final int atOnce;

  RemainsRules(int atOnce) {
    this.atOnce = atOnce;
  }

  /** What one command may still do. */
  private static final class Budget {
    int left;

    Budget(int left) {
      this.left = left;
    }

    void take(int records) {
      left -= records;
    }
  }

  /** Ends a group. */
  void end(StoredGroup group, AccessChanges changes) {
    changes.end(group);
    begin(StoredRemains.newBuilder().setGroupId(group.getGroupId()).build(), changes);
  }

  /**
   * Ends a membership, and only then what follows from it.
   *
   * @return the group in its next epoch
   */
  StoredGroup endMember(StoredGroup group, String user, AccessChanges changes) {
    StoredGroup later = endMembership(group, user, changes);
    if (changes.tables().groups().sharesAny(group.getGroupId(), user)) {
      begin(ofMember(group.getGroupId(), user), changes);
    }
    return later;
  }

  private static StoredGroup endMembership(StoredGroup group, String user, AccessChanges changes) {
    StoredGroup later = group.toBuilder().setEpoch(group.getEpoch() + 1).build();
    changes.endMembership(group.getGroupId(), user);
    changes.put(later);
    return later;
  }

  /** Ends an account that has no logins and owns no groups. */
  void end(StoredAccount account, String user, AccessChanges changes) {
    changes.put(
        account.toBuilder().setEnded(true).setAdministrator(false).clearPasswordHash().build());
    begin(StoredRemains.newBuilder().setUser(user).build(), changes);
  }

  private static StoredRemains ofMember(ByteString group, String user) {
    return StoredRemains.newBuilder().setGroupId(group).setUser(user).build();
  }

  /** Clears away as much as one command may, unless something waits already. */
  private void begin(StoredRemains remains, AccessChanges changes) {
    boolean othersWait = changes.tables().firstRemains() != null;
    StoredRemains left = othersWait ? remains : clear(remains, new Budget(atOnce), changes);
    if (left != null) {
      changes.put(left);
    }
  }

  /**
   * Clears away some of what waits. What is left of groups and their members comes first, so that
   * nothing of an account is left in any group once it is the account's turn.
   */
  void clear(AccessChanges changes) {
    Budget budget = new Budget(atOnce);
    StoredRemains first = changes.tables().firstRemains();
    while (first != null && budget.left > 0) {
      StoredRemains left = clear(first, budget, changes);
      if (left == null) {
        changes.end(first);
        budget.take(1);
      } else if (!left.equals(first)) {
        changes.put(left);
      }
      first = changes.tables().firstRemains();
    }
  }

  /** Gives what is left when the budget is used up; null if nothing is. */
  private static @Nullable StoredRemains clear(
      StoredRemains remains, Budget budget, AccessChanges changes) {
    if (remains.getGroupId().isEmpty()) {
      return clearAccount(remains, budget, changes);
    }
    boolean cleared =
        remains.getUser().isEmpty()
            ? clearGroup(remains.getGroupId(), budget, changes)
            : clearMember(remains.getGroupId(), remains.getUser(), budget, changes);
    return cleared ? null : remains;
  }

  private static boolean clearGroup(ByteString group, Budget budget, AccessChanges changes) {
    long all = changes.tables().groups().records(group);
    int some = (int) Math.min(all, budget.left);
    if (some > 0) {
      changes.clear(group, some);
      budget.take(some);
    }
    return some == all;
  }

  /** Of a group that is gone there is nothing left when it is its former members' turn. */
  private static boolean clearMember(
      ByteString group, String user, Budget budget, AccessChanges changes) {
    GroupTables groups = changes.tables().groups();
    if (!groups.contains(group)) {
      return true;
    }
    for (StoredShare share : groups.sharedBy(group, user, budget.left)) {
      GroupAccess.takeBack(share, changes);
      budget.take(1);
    }
    return !groups.sharesAny(group, user);
  }

  /** Looks at group after group; nobody who has ended comes into one that was looked at. */
  private static @Nullable StoredRemains clearAccount(
      StoredRemains remains, Budget budget, AccessChanges changes) {
    GroupTables groups = changes.tables().groups();
    String user = remains.getUser();
    ByteString cleared = remains.getClearedGroupId();
    ByteString next = groups.after(cleared);
    while (next != null && budget.left > 0) {
      budget.take(1);
      clearPart(next, user, budget, changes);
      cleared = next;
      next = groups.after(cleared);
    }
    if (next != null || budget.left <= 0) {
      return remains.toBuilder().setClearedGroupId(cleared).build();
    }
    changes.endAccount(user);
    return null;
  }

  private static void clearPart(
      ByteString group, String user, Budget budget, AccessChanges changes) {
    GroupTables groups = changes.tables().groups();
    switch (GroupAccess.membership(groups, group, user)) {
      case MEMBERSHIP_MEMBER -> {
        endMembership(groups.known(group), user, changes);
        if (!clearMember(group, user, budget, changes)) {
          changes.put(ofMember(group, user));
        }
      }
      case MEMBERSHIP_REQUESTED -> changes.endMembership(group, user);
      case MEMBERSHIP_OWNER, MEMBERSHIP_NONE, UNRECOGNIZED -> {}
    }
  }
}
