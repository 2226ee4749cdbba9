package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Group;
import dev.shoal.tracker.internal.access.LoginView;

/** Reads group ids from messages, and finds the groups. */
final class GroupIds {
  private GroupIds() {}

  /**
   * The id with those bytes.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} unless there are 16
   */
  static GroupId read(ByteString bytes) throws ProtocolException {
    if (bytes.size() != GroupId.LENGTH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a group id has " + GroupId.LENGTH + " bytes, not " + bytes.size());
    }
    return GroupId.fromBytes(bytes.toByteArray());
  }

  /**
   * The group with that id, for a member of it.
   *
   * @throws ProtocolException with {@link ErrorCode#NOT_FOUND}: whether there is the group is
   *     nobody else's business
   */
  static Group forMember(AccessView view, GroupId id, LoginView login) throws ProtocolException {
    Group group = view.group(id);
    if (group == null || !group.isMember(login.userKey())) {
      throw new ProtocolException(
          ErrorCode.NOT_FOUND, "there is no such group, or you are no member of it");
    }
    return group;
  }
}
