package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessRequests;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.Failures;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.audit.Audit;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers requests about groups, their members and their files. On the loop. */
public final class GroupRequests implements AccessRequests {
  private final GroupLists lists;
  private final GroupChanges changes;
  private final GroupPublications publications;
  private final Audit audit;
  private final AccessView view;
  private final ChangePace changing;
  private final ChangePace publishing;
  private final FoundingPace founding;

  /**
   * For what that view shows.
   *
   * @param commands of that view
   * @param counts of those who have a file
   * @param audit hears of changes, and of what was denied
   * @param random for ids and codes
   * @param changing an account's pace of changes
   * @param founding an address's pace of new groups, those of administrators aside
   * @param nowNanos of any origin, never running backwards
   */
  public GroupRequests(
      AccessView view,
      AccessCommands commands,
      GroupCounts counts,
      Audit audit,
      SecureRandom random,
      ChangePace changing,
      FoundingPace founding,
      LongSupplier nowNanos) {
    this.lists = new GroupLists(view, counts);
    this.changes = new GroupChanges(commands, random);
    this.publications = new GroupPublications(commands);
    this.audit = audit;
    this.view = view;
    this.changing = changing;
    this.publishing = ChangePace.ofPublications(nowNanos);
    this.founding = founding;
  }

  @Override
  public boolean takes(FrameKind kind) {
    return switch (kind) {
      case CHANGE_GROUP,
          LIST_GROUPS,
          LIST_MEMBERS,
          PUBLISH_TO_GROUP,
          UNPUBLISH_FROM_GROUP,
          LIST_GROUP_FILES ->
          true;
      default -> false;
    };
  }

  @Override
  public CompletableFuture<? extends MessageLite> serve(
      Asker asker, FrameKind kind, MessageLite header) {
    LoginView login = asker.login();
    if (login == null) {
      return CompletableFuture.failedFuture(
          new ProtocolException(ErrorCode.LOGIN_REQUIRED, "log in to ask for groups"));
    }
    String user = login.userKey();
    CompletableFuture<? extends MessageLite> told =
        Failures.told(answer(asker, user, kind, header));
    told.whenComplete((answer, failure) -> auditRefusal(asker, user, header, failure));
    return told;
  }

  private CompletableFuture<? extends MessageLite> answer(
      Asker asker, String user, FrameKind kind, MessageLite header) {
    try {
      return switch (kind) {
        case CHANGE_GROUP -> {
          changing.count(user);
          yield change(asker, user, (ChangeGroup) header);
        }
        case LIST_GROUPS -> answered(lists.groups(user, (ListGroups) header));
        case LIST_MEMBERS -> answered(lists.members(user, (ListMembers) header));
        case PUBLISH_TO_GROUP -> {
          publishing.count(user);
          yield publications.publish(user, (PublishToGroup) header);
        }
        case UNPUBLISH_FROM_GROUP -> {
          publishing.count(user);
          yield publications.unpublish(user, (UnpublishFromGroup) header);
        }
        case LIST_GROUP_FILES -> answered(lists.files(user, (ListGroupFiles) header));
        default ->
            throw new ProtocolException(ErrorCode.UNKNOWN_KIND, kind + " is not answered here");
      };
    } catch (ProtocolException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<MessageLite> answered(MessageLite answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private CompletableFuture<GroupChanged> change(Asker asker, String user, ChangeGroup request)
      throws ProtocolException {
    if (request.hasCreate() && !view.isAdministrator(user)) {
      founding.count(asker.address());
    }
    return changes
        .change(user, request)
        .thenApply(
            changed -> {
              if (changed.anew()) {
                audit(GroupAudit.kind(request, changed.answer()), asker, user, request);
              }
              return changed.answer();
            });
  }

  /** Who tries to get in where they may not is worth knowing; who gives a wrong name is not. */
  private void auditRefusal(
      Asker asker, String user, MessageLite request, @Nullable Throwable failure) {
    if (!(failure instanceof ProtocolException reason)) {
      return;
    }
    boolean guess = request instanceof ChangeGroup change && change.hasJoin();
    if (reason.code() == ErrorCode.DENIED || (guess && reason.code() == ErrorCode.NOT_FOUND)) {
      audit(AuditKind.ACCESS_DENIED, asker, user, request);
    }
  }

  private void audit(AuditKind kind, Asker asker, String user, MessageLite request) {
    AuditEvent event = AuditEvent.of(kind, asker.address(), asker.peer()).user(user);
    audit.record(GroupAudit.describe(request, event));
  }
}
