package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;

/** How requests about groups are called in the audit log; nothing of codes. */
final class GroupAudit {
  private GroupAudit() {}

  /** What a change that was made is called. */
  static AuditKind kind(ChangeGroup request, GroupChanged answer) {
    return switch (request.getChangeCase()) {
      case CREATE -> AuditKind.GROUP_CREATED;
      case JOIN ->
          answer.getMembership() == Membership.MEMBERSHIP_REQUESTED
              ? AuditKind.GROUP_REQUESTED
              : AuditKind.GROUP_JOINED;
      case LEAVE -> AuditKind.GROUP_LEFT;
      case ACCEPT -> AuditKind.GROUP_ACCEPTED;
      case REJECT -> AuditKind.GROUP_REJECTED;
      case REMOVE -> AuditKind.GROUP_REMOVED;
      case DELETE -> AuditKind.GROUP_DELETED;
      case INVITE -> AuditKind.GROUP_INVITED;
      case POLICY -> AuditKind.GROUP_POLICY_CHANGED;
      case CHANGE_NOT_SET ->
          throw new IllegalArgumentException("a change that changes nothing was made");
    };
  }

  /** The event with the group, and the member if there is one in question. */
  static AuditEvent describe(MessageLite request, AuditEvent event) {
    if (request instanceof ChangeGroup change) {
      return withMember(change, event.with("group", change.getGroup()));
    }
    if (request instanceof ListMembers list) {
      return event.with("group", list.getGroup());
    }
    if (request instanceof ListGroupFiles list) {
      return event.with("group", list.getGroup());
    }
    if (request instanceof PublishToGroup publish) {
      return event.with("group", publish.getGroup());
    }
    if (request instanceof UnpublishFromGroup unpublish) {
      return event.with("group", unpublish.getGroup());
    }
    return event;
  }

  private static AuditEvent withMember(ChangeGroup change, AuditEvent event) {
    return switch (change.getChangeCase()) {
      case ACCEPT -> event.with("member", change.getAccept());
      case REJECT -> event.with("member", change.getReject());
      case REMOVE -> event.with("member", change.getRemove());
      default -> event;
    };
  }
}
