package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.ChangeGroup;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredGroup;
import java.security.MessageDigest;

/** Commands that change groups and parts in them. All checks come before anything is changed. */
final class GroupRules {
  private final AccessLimits limits;
  private final RemainsRules remains;

  GroupRules(AccessLimits limits, RemainsRules remains) {
    this.limits = limits;
    this.remains = remains;
  }

  void change(ChangeGroup command, long nowMillis, AccessChanges changes) throws ProtocolException {
    if (changes.tables().activeAccount(command.getUser()) == null) {
      throw new ProtocolException(ErrorCode.DENIED, "there is no account that asks for it");
    }
    switch (command.getChangeCase()) {
      case CREATE -> create(command, nowMillis, changes);
      case JOIN -> join(command, changes);
      case LEAVE -> leave(command, changes);
      case ACCEPT, REJECT -> decide(command, changes);
      case REMOVE -> remove(command, changes);
      case DELETE -> delete(command, changes);
      case INVITE -> invite(command, changes);
      case POLICY -> changePolicy(command, changes);
      case CHANGE_NOT_SET ->
          throw new ProtocolException(ErrorCode.BAD_REQUEST, "the command changes nothing");
    }
  }

  private void create(ChangeGroup command, long nowMillis, AccessChanges changes)
      throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    ChangeGroup.Create create = command.getCreate();
    AccountNames.check(command.getGroup(), "group");
    checkPolicy(create.getPolicy());
    if (create.getGroupId().size() != GroupId.LENGTH
        || groups.contains(create.getGroupId())
        || changes.tables().hasRemains(create.getGroupId())) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "a group needs an id of its own");
    }
    if (groups.get(command.getGroup()) != null) {
      throw new ProtocolException(ErrorCode.CONFLICT, "there is a group of that name already");
    }
    if (groups.size() >= limits.groups()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "there are as many groups as the tracker keeps: " + limits.groups());
    }
    if (groups.ownedBy(command.getUser()) >= limits.groupsPerOwner()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "you own as many groups as one may: " + limits.groupsPerOwner());
    }
    StoredGroup group =
        StoredGroup.newBuilder()
            .setGroupId(create.getGroupId())
            .setName(command.getGroup())
            .setPolicy(create.getPolicy().getPolicy())
            .setInvitationHash(create.getPolicy().getInvitationHash())
            .setOwner(command.getUser())
            .setEpoch(1)
            .setCreatedMillis(nowMillis)
            .build();
    changes.put(group);
    changes.putMembership(group.getGroupId(), group.getOwner(), Membership.MEMBERSHIP_OWNER);
    answer(group, Membership.MEMBERSHIP_OWNER, changes);
  }

  /** Whoever is a member stays one; who has asked already need not ask again. */
  private void join(ChangeGroup command, AccessChanges changes) throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    StoredGroup group = groups.get(command.getGroup());
    if (group == null) {
      throw AccessRefusals.noSuchGroup();
    }
    Membership old = GroupAccess.membership(groups, group, command.getUser());
    if (old == Membership.MEMBERSHIP_MEMBER || old == Membership.MEMBERSHIP_OWNER) {
      answer(group, old, changes);
      return;
    }
    Membership wanted = joined(group, command.getJoin());
    if (wanted != old) {
      if (old == Membership.MEMBERSHIP_NONE
          && groups.memberships(group.getGroupId()) >= limits.membersPerGroup()) {
        throw new ProtocolException(
            ErrorCode.LIMIT_EXCEEDED,
            "the group is full: it has " + limits.membersPerGroup() + " members and requests");
      }
      checkNothingRemains(group, command.getUser(), changes.tables());
      changes.putMembership(group.getGroupId(), command.getUser(), wanted);
    }
    answer(group, wanted, changes);
  }

  /** What a former member shared and is still to be taken out must not be that of a new one. */
  private static void checkNothingRemains(StoredGroup group, String user, AccessTables tables)
      throws ProtocolException {
    if (tables.hasRemains(group.getGroupId(), user)) {
      throw new ProtocolException(
          ErrorCode.BUSY,
          "what you shared in the group before is still being taken out; try again in a moment");
    }
  }

  private static Membership joined(StoredGroup group, ByteString invitationHash)
      throws ProtocolException {
    return switch (GroupAccess.policy(group)) {
      case JOIN_OPEN -> Membership.MEMBERSHIP_MEMBER;
      case JOIN_BY_APPROVAL -> Membership.MEMBERSHIP_REQUESTED;
      case JOIN_BY_INVITATION -> {
        if (!MessageDigest.isEqual(
            invitationHash.toByteArray(), group.getInvitationHash().toByteArray())) {
          throw AccessRefusals.noSuchGroup();
        }
        yield Membership.MEMBERSHIP_MEMBER;
      }
      case JOIN_POLICY_UNSPECIFIED, UNRECOGNIZED -> throw AccessRefusals.noSuchGroup();
    };
  }

  private void leave(ChangeGroup command, AccessChanges changes) throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    StoredGroup group =
        GroupAccess.visible(changes.tables(), command.getGroup(), command.getUser());
    switch (GroupAccess.membership(groups, group, command.getUser())) {
      case MEMBERSHIP_OWNER ->
          throw new ProtocolException(
              ErrorCode.CONFLICT, "the owner can't leave the group, but may delete it");
      case MEMBERSHIP_MEMBER -> group = remains.endMember(group, command.getUser(), changes);
      case MEMBERSHIP_REQUESTED -> changes.endMembership(group.getGroupId(), command.getUser());
      case MEMBERSHIP_NONE, UNRECOGNIZED ->
          throw new ProtocolException(ErrorCode.NOT_FOUND, "you are no member of the group");
    }
    answer(group, Membership.MEMBERSHIP_NONE, changes);
  }

  private static void decide(ChangeGroup command, AccessChanges changes) throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    StoredGroup group = GroupAccess.owned(changes.tables(), command.getGroup(), command.getUser());
    boolean accepted = command.getChangeCase() == ChangeGroup.ChangeCase.ACCEPT;
    String user = AccountNames.key(accepted ? command.getAccept() : command.getReject());
    if (GroupAccess.membership(groups, group, user) != Membership.MEMBERSHIP_REQUESTED) {
      throw new ProtocolException(
          ErrorCode.NOT_FOUND, "nobody of that name waits to join the group");
    }
    if (accepted) {
      changes.putMembership(group.getGroupId(), user, Membership.MEMBERSHIP_MEMBER);
    } else {
      changes.endMembership(group.getGroupId(), user);
    }
    answer(group, Membership.MEMBERSHIP_OWNER, changes);
  }

  private void remove(ChangeGroup command, AccessChanges changes) throws ProtocolException {
    GroupTables groups = changes.tables().groups();
    StoredGroup group = GroupAccess.owned(changes.tables(), command.getGroup(), command.getUser());
    String user = AccountNames.key(command.getRemove());
    Membership membership = GroupAccess.membership(groups, group, user);
    if (membership == Membership.MEMBERSHIP_OWNER) {
      throw new ProtocolException(
          ErrorCode.CONFLICT, "the owner can't be removed from the group, but may delete it");
    }
    if (membership != Membership.MEMBERSHIP_MEMBER) {
      throw new ProtocolException(
          ErrorCode.NOT_FOUND, "nobody of that name is a member of the group");
    }
    answer(remains.endMember(group, user, changes), Membership.MEMBERSHIP_OWNER, changes);
  }

  /** Its name is free at once; whatever is left of it nobody finds any more. */
  private void delete(ChangeGroup command, AccessChanges changes) throws ProtocolException {
    AccessTables tables = changes.tables();
    StoredGroup group =
        tables.isAdministrator(command.getUser())
            ? GroupAccess.visible(tables, command.getGroup(), command.getUser())
            : GroupAccess.owned(tables, command.getGroup(), command.getUser());
    remains.end(group, changes);
    answer(
        group.toBuilder().setEpoch(group.getEpoch() + 1).build(),
        Membership.MEMBERSHIP_NONE,
        changes);
  }

  private static void invite(ChangeGroup command, AccessChanges changes) throws ProtocolException {
    StoredGroup group = GroupAccess.owned(changes.tables(), command.getGroup(), command.getUser());
    if (GroupAccess.policy(group) != JoinPolicy.JOIN_BY_INVITATION) {
      throw new ProtocolException(
          ErrorCode.CONFLICT, "the group is not one that takes members by invitation");
    }
    putPolicy(
        group,
        ChangeGroup.Policy.newBuilder()
            .setPolicy(group.getPolicy())
            .setInvitationHash(command.getInvite())
            .build(),
        changes);
  }

  private static void changePolicy(ChangeGroup command, AccessChanges changes)
      throws ProtocolException {
    StoredGroup group = GroupAccess.owned(changes.tables(), command.getGroup(), command.getUser());
    putPolicy(group, command.getPolicy(), changes);
  }

  private static void putPolicy(StoredGroup group, ChangeGroup.Policy policy, AccessChanges changes)
      throws ProtocolException {
    checkPolicy(policy);
    changes.put(
        group.toBuilder()
            .setPolicy(policy.getPolicy())
            .setInvitationHash(policy.getInvitationHash())
            .build());
    answer(group, Membership.MEMBERSHIP_OWNER, changes);
  }

  private static void checkPolicy(ChangeGroup.Policy policy) throws ProtocolException {
    if (!RecordRules.isPolicy(policy.getPolicy(), policy.getInvitationHash())) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "it must be said how one joins the group: there are three ways");
    }
  }

  private static void answer(StoredGroup group, Membership membership, AccessChanges changes) {
    changes
        .outcome()
        .setGroup(
            Outcome.GroupResult.newBuilder()
                .setGroupId(group.getGroupId())
                .setEpoch(group.getEpoch())
                .setMembership(membership.getNumber()));
  }
}
