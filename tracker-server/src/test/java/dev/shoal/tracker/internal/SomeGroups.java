package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import dev.shoal.tracker.internal.state.StoredMembership;
import java.nio.ByteBuffer;

/** Groups by numbers, as they come to be known to a view. */
final class SomeGroups {
  private SomeGroups() {}

  static GroupId id(int number) {
    return GroupId.fromBytes(ByteBuffer.allocate(GroupId.LENGTH).putInt(0, number).array());
  }

  static ByteString bytes(int number) {
    return ByteString.copyFrom(id(number).toBytes());
  }

  /** A group with that owner; or a later epoch of it. */
  static void put(AccessView view, int number, String owner, long epoch) {
    view.accept(
        AccessChange.newBuilder()
            .setGroup(
                StoredGroup.newBuilder()
                    .setGroupId(bytes(number))
                    .setName("group" + number)
                    .setPolicy(JoinPolicy.JOIN_OPEN_VALUE)
                    .setOwner(owner)
                    .setEpoch(epoch))
            .build());
    put(view, number, owner, Membership.MEMBERSHIP_OWNER);
  }

  static void join(AccessView view, int number, String user) {
    put(view, number, user, Membership.MEMBERSHIP_MEMBER);
  }

  private static void put(AccessView view, int number, String user, Membership membership) {
    view.accept(
        AccessChange.newBuilder()
            .setMembership(
                StoredMembership.newBuilder()
                    .setGroupId(bytes(number))
                    .setUser(user)
                    .setMembership(membership.getNumber()))
            .build());
  }

  static void leave(AccessView view, int number, String user) {
    view.accept(
        AccessChange.newBuilder()
            .setMembershipGone(
                AccessChange.MembershipGone.newBuilder().setGroupId(bytes(number)).setUser(user))
            .build());
  }

  static void delete(AccessView view, int number, long epoch) {
    view.accept(
        AccessChange.newBuilder()
            .setGroupGone(
                AccessChange.GroupGone.newBuilder().setGroupId(bytes(number)).setEpoch(epoch))
            .build());
  }

  static void list(AccessView view, int number, int file) {
    view.accept(
        AccessChange.newBuilder()
            .setFile(
                StoredGroupFile.newBuilder()
                    .setGroupId(bytes(number))
                    .setFileId(Some.bytes(Some.fileId(file)))
                    .setName("file" + file))
            .build());
  }
}
