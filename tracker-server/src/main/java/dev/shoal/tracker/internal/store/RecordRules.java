package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import dev.shoal.tracker.internal.state.StoredKey;
import dev.shoal.tracker.internal.state.StoredLogin;
import dev.shoal.tracker.internal.state.StoredMembership;
import dev.shoal.tracker.internal.state.StoredRemains;
import dev.shoal.tracker.internal.state.StoredShare;

/** What is true of every record about accounts and groups, wherever it is read from. */
final class RecordRules {
  /** Bytes of a hash. */
  static final int HASH_LENGTH = 32;

  private RecordRules() {}

  /**
   * Does nothing for a record that is well formed, and whose account, group or file is there.
   *
   * @throws DamagedException for anything else
   */
  static void check(AccessTables tables, AccessChange record) throws DamagedException {
    boolean inOrder =
        switch (record.getChangeCase()) {
          case ACCOUNT -> AccountNames.isValid(record.getAccount().getName());
          case LOGIN -> isInOrder(tables, record.getLogin());
          case GROUP -> isInOrder(tables, record.getGroup());
          case MEMBERSHIP -> isInOrder(tables, record.getMembership());
          case FILE -> isInOrder(tables, record.getFile());
          case SHARE -> isInOrder(tables, record.getShare());
          case KEY -> isInOrder(record.getKey());
          case REMAINS -> isInOrder(tables, record.getRemains());
          case LOGIN_GONE,
              GROUP_GONE,
              MEMBERSHIP_GONE,
              FILE_GONE,
              SHARE_GONE,
              KEY_GONE,
              ACCOUNT_GONE,
              REMAINS_GONE,
              CLEARED,
              CHANGE_NOT_SET ->
              false;
        };
    if (!inOrder) {
      throw new DamagedException("a record about accounts and groups is not in order");
    }
  }

  private static boolean isInOrder(AccessTables tables, StoredLogin login) {
    return login.getTokenHash().size() == HASH_LENGTH
        && login.getPeerId().size() == PeerId.LENGTH
        && tables.account(login.getUser()) != null;
  }

  private static boolean isInOrder(AccessTables tables, StoredGroup group) {
    return group.getGroupId().size() == GroupId.LENGTH
        && AccountNames.isValid(group.getName())
        && isPolicy(group.getPolicy(), group.getInvitationHash())
        && group.getEpoch() > 0
        && tables.account(group.getOwner()) != null;
  }

  /** Whether there is such a policy, and a hash of an invitation code where it needs one. */
  static boolean isPolicy(int number, ByteString invitationHash) {
    JoinPolicy policy = JoinPolicy.forNumber(number);
    int length = policy == JoinPolicy.JOIN_BY_INVITATION ? HASH_LENGTH : 0;
    return policy != null
        && policy != JoinPolicy.JOIN_POLICY_UNSPECIFIED
        && invitationHash.size() == length;
  }

  private static boolean isInOrder(AccessTables tables, StoredMembership membership) {
    Membership part = Membership.forNumber(membership.getMembership());
    return part != null
        && part != Membership.MEMBERSHIP_NONE
        && tables.groups().contains(membership.getGroupId())
        && tables.account(membership.getUser()) != null;
  }

  private static boolean isInOrder(AccessTables tables, StoredGroupFile file) {
    try {
      FileRules.check(file.getFileId(), file.getLength(), file.getName(), file.getTagsList());
      return tables.groups().contains(file.getGroupId());
    } catch (ProtocolException e) {
      return false;
    }
  }

  private static boolean isInOrder(AccessTables tables, StoredShare share) {
    return share.getFileId().size() == FileId.LENGTH
        && tables.groups().file(share.getGroupId(), share.getFileId()) != null
        && (tables.groups().membership(share.getGroupId(), share.getUser()) != null
            || tables.hasRemains(share.getGroupId(), share.getUser()));
  }

  /** The group and its former member may be there or not. */
  private static boolean isInOrder(AccessTables tables, StoredRemains remains) {
    if (!remains.getGroupId().isEmpty()) {
      return remains.getGroupId().size() == GroupId.LENGTH && remains.getClearedGroupId().isEmpty();
    }
    StoredAccount account = tables.account(remains.getUser());
    return account != null && account.getEnded();
  }

  private static boolean isInOrder(StoredKey key) {
    return key.getPublicKey().size() == VerificationKeys.LENGTH && !key.getPrivateKey().isEmpty();
  }
}
