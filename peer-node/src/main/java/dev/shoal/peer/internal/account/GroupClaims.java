package dev.shoal.peer.internal.account;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.MemberEntry;
import dev.shoal.protocol.wire.Membership;
import java.time.Instant;
import java.util.Optional;

/** Reads what a tracker says of groups, and takes it for no more than claims. */
final class GroupClaims {
  private GroupClaims() {}

  /** The group of an entry; empty for a name that no group has. */
  static Optional<GroupInfo> group(GroupEntry entry) {
    return AccountNames.isValid(entry.getName()) && AccountNames.isValid(entry.getOwner())
        ? Optional.of(
            new GroupInfo(
                entry.getName(),
                policy(entry.getPolicy()),
                entry.getOwner(),
                Math.max(0, entry.getMemberCount()),
                role(entry.getMembership())))
        : Optional.empty();
  }

  /** The member of an entry; empty for a name that no user has. */
  static Optional<GroupMember> member(MemberEntry entry) {
    return AccountNames.isValid(entry.getUser())
        ? Optional.of(new GroupMember(entry.getUser(), role(entry.getMembership())))
        : Optional.empty();
  }

  /** The file of an entry; empty for one that can't be. */
  static Optional<GroupFileInfo> file(GroupFile file) {
    return file.getFileId().size() == FileId.LENGTH && file.getLength() >= 0
        ? Optional.of(info(file))
        : Optional.empty();
  }

  private static GroupFileInfo info(GroupFile file) {
    return new GroupFileInfo(
        FileId.fromBytes(file.getFileId().toByteArray()),
        PlainText.of(file.getName()),
        file.getLength(),
        file.getTagsList().stream().limit(Limits.MAX_TAGS).map(PlainText::of).toList(),
        file.getSharersList().stream().limit(Limits.MAX_SHARERS_NAMED).map(PlainText::of).toList(),
        Instant.ofEpochMilli(file.getPublishedMillis()),
        Math.max(0, file.getSeederCount()),
        Math.max(0, file.getLeecherCount()));
  }

  static GroupRole role(Membership membership) {
    return switch (membership) {
      case MEMBERSHIP_REQUESTED -> GroupRole.REQUESTED;
      case MEMBERSHIP_MEMBER -> GroupRole.MEMBER;
      case MEMBERSHIP_OWNER -> GroupRole.OWNER;
      default -> GroupRole.NONE;
    };
  }

  /** A policy of a later version is best taken for the narrowest. */
  static JoinPolicy policy(dev.shoal.protocol.wire.JoinPolicy policy) {
    return switch (policy) {
      case JOIN_OPEN -> JoinPolicy.OPEN;
      case JOIN_BY_APPROVAL -> JoinPolicy.APPROVAL;
      default -> JoinPolicy.INVITATION;
    };
  }

  static dev.shoal.protocol.wire.JoinPolicy wire(JoinPolicy policy) {
    return switch (policy) {
      case OPEN -> dev.shoal.protocol.wire.JoinPolicy.JOIN_OPEN;
      case APPROVAL -> dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_APPROVAL;
      case INVITATION -> dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_INVITATION;
    };
  }
}
