package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/** Has groups and parts in them changed. */
final class GroupChanges {
  private final AccessCommands commands;
  private final SecureRandom random;

  GroupChanges(AccessCommands commands, SecureRandom random) {
    this.commands = commands;
    this.random = random;
  }

  /**
   * What came of a change.
   *
   * @param answer for the asker; it may hold an invitation code, which is for nobody else
   * @param anew whether anything is other than before
   */
  record Changed(GroupChanged answer, boolean anew) {}

  CompletableFuture<Changed> change(String user, ChangeGroup request) throws ProtocolException {
    dev.shoal.tracker.internal.state.ChangeGroup.Builder command =
        dev.shoal.tracker.internal.state.ChangeGroup.newBuilder()
            .setUser(user)
            .setGroup(request.getGroup());
    String invitation = "";
    switch (request.getChangeCase()) {
      case CREATE -> {
        invitation = invitationFor(request.getCreate());
        command.setCreate(
            dev.shoal.tracker.internal.state.ChangeGroup.Create.newBuilder()
                .setGroupId(randomId())
                .setPolicy(policy(request.getCreate(), invitation)));
      }
      case JOIN -> command.setJoin(InvitationCode.hash(request.getJoin()));
      case LEAVE -> command.setLeave(checkTrue(request.getLeave()));
      case ACCEPT -> command.setAccept(request.getAccept());
      case REJECT -> command.setReject(request.getReject());
      case REMOVE -> command.setRemove(request.getRemove());
      case DELETE -> command.setDelete(checkTrue(request.getDelete()));
      case INVITE -> {
        checkTrue(request.getInvite());
        invitation = InvitationCode.random(random);
        command.setInvite(InvitationCode.hash(invitation));
      }
      case POLICY -> {
        invitation = invitationFor(request.getPolicy());
        command.setPolicy(policy(request.getPolicy(), invitation));
      }
      case CHANGE_NOT_SET -> throw nothingChanges();
    }
    String code = invitation;
    return commands
        .submit(Command.newBuilder().setChangeGroup(command))
        .thenApply(outcome -> changed(outcome, code));
  }

  private String invitationFor(JoinPolicy policy) {
    return policy == JoinPolicy.JOIN_BY_INVITATION ? InvitationCode.random(random) : "";
  }

  private static dev.shoal.tracker.internal.state.ChangeGroup.Policy policy(
      JoinPolicy policy, String invitation) throws ProtocolException {
    if (policy == JoinPolicy.UNRECOGNIZED) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "this tracker does not know that way to join a group");
    }
    return dev.shoal.tracker.internal.state.ChangeGroup.Policy.newBuilder()
        .setPolicy(policy.getNumber())
        .setInvitationHash(InvitationCode.hash(invitation))
        .build();
  }

  private ByteString randomId() {
    byte[] id = new byte[GroupId.LENGTH];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  private static boolean checkTrue(boolean flag) throws ProtocolException {
    if (!flag) {
      throw nothingChanges();
    }
    return true;
  }

  private static ProtocolException nothingChanges() {
    return new ProtocolException(ErrorCode.BAD_REQUEST, "the request changes nothing");
  }

  private static Changed changed(Outcome outcome, String invitation) {
    GroupChanged answer =
        GroupChanged.newBuilder()
            .setMembershipValue(outcome.getGroup().getMembership())
            .setInvitation(invitation)
            .build();
    return new Changed(answer, outcome.getAccessChangesCount() > 0);
  }
}
