package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredMembership;
import dev.shoal.tracker.internal.state.StoredShare;
import org.jspecify.annotations.Nullable;

/** Who may do what with a stored group. */
final class GroupAccess {
  private GroupAccess() {}

  static JoinPolicy policy(StoredGroup group) {
    JoinPolicy policy = JoinPolicy.forNumber(group.getPolicy());
    return policy == null ? JoinPolicy.JOIN_POLICY_UNSPECIFIED : policy;
  }

  static Membership membership(GroupTables groups, StoredGroup group, String user) {
    return membership(groups, group.getGroupId(), user);
  }

  static Membership membership(GroupTables groups, ByteString group, String user) {
    StoredMembership stored = groups.membership(group, user);
    @Nullable Membership membership =
        stored == null ? null : Membership.forNumber(stored.getMembership());
    return membership == null ? Membership.MEMBERSHIP_NONE : membership;
  }

  /** The group of that name, if the account may know of it: an administrator knows of all. */
  static StoredGroup visible(AccessTables tables, String name, String user)
      throws ProtocolException {
    StoredGroup group = tables.groups().get(name);
    if (group == null
        || (policy(group) == JoinPolicy.JOIN_BY_INVITATION
            && membership(tables.groups(), group, user) == Membership.MEMBERSHIP_NONE
            && !tables.isAdministrator(user))) {
      throw AccessRefusals.noSuchGroup();
    }
    return group;
  }

  /** As above, if the account is the owner. */
  static StoredGroup owned(AccessTables tables, String name, String user) throws ProtocolException {
    StoredGroup group = visible(tables, name, user);
    if (!group.getOwner().equals(user)) {
      throw AccessRefusals.forOwner();
    }
    return group;
  }

  /** As above, if the account is a member, perhaps the owner. */
  static StoredGroup joined(AccessTables tables, String name, String user)
      throws ProtocolException {
    StoredGroup group = visible(tables, name, user);
    Membership membership = membership(tables.groups(), group, user);
    if (membership != Membership.MEMBERSHIP_MEMBER && membership != Membership.MEMBERSHIP_OWNER) {
      throw AccessRefusals.forMembers();
    }
    return group;
  }

  /**
   * Ends somebody's part in a file, and the file's place in the list if nobody else has one.
   *
   * @return whether the file is in the list no more
   */
  static boolean takeBack(StoredShare share, AccessChanges changes) {
    changes.end(share);
    boolean gone = !changes.tables().groups().isShared(share.getGroupId(), share.getFileId());
    if (gone) {
      changes.endFile(share.getGroupId(), share.getFileId());
    }
    return gone;
  }
}
