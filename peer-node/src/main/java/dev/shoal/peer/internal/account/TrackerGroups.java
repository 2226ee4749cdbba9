package dev.shoal.peer.internal.account;

import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.Groups;
import dev.shoal.peer.JoinPolicy;
import dev.shoal.peer.internal.access.GroupShares;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PlainText;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.MemberEntry;
import dev.shoal.protocol.wire.MemberList;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The groups at a node's tracker. */
public final class TrackerGroups implements Groups {
  private final TrackerClient tracker;
  private final GroupShares shares;

  /**
   * Those at the trackers of a client.
   *
   * @param shares what this node serves in them, which ends with the share or the membership
   */
  public TrackerGroups(TrackerClient tracker, GroupShares shares) {
    this.tracker = tracker;
    this.shares = shares;
  }

  @Override
  public CompletableFuture<Void> create(String group, JoinPolicy policy) {
    return done(group, change -> change.setCreate(GroupClaims.wire(policy)));
  }

  @Override
  public CompletableFuture<GroupRole> join(String group, String code) {
    return change(group, change -> change.setJoin(code))
        .thenApply(changed -> GroupClaims.role(changed.getMembership()));
  }

  @Override
  public CompletableFuture<Void> leave(String group) {
    return id(group)
        .thenCompose(
            id ->
                done(group, change -> change.setLeave(true))
                    .thenRun(() -> id.ifPresent(shares::left)));
  }

  @Override
  public CompletableFuture<Void> accept(String group, String user) {
    return done(group, change -> change.setAccept(user));
  }

  @Override
  public CompletableFuture<Void> reject(String group, String user) {
    return done(group, change -> change.setReject(user));
  }

  @Override
  public CompletableFuture<Void> remove(String group, String user) {
    return done(group, change -> change.setRemove(user));
  }

  @Override
  public CompletableFuture<Void> delete(String group) {
    return id(group)
        .thenCompose(
            id ->
                done(group, change -> change.setDelete(true))
                    .thenRun(() -> id.ifPresent(shares::left)));
  }

  @Override
  public CompletableFuture<String> invite(String group) {
    return change(group, change -> change.setInvite(true))
        .thenApply(changed -> PlainText.of(changed.getInvitation()));
  }

  @Override
  public CompletableFuture<List<GroupInfo>> list() {
    return Explained.of(
        Pages.all(
            after ->
                tracker
                    .ask(
                        FrameKind.LIST_GROUPS,
                        ListGroups.newBuilder().setAfter(after).build(),
                        GroupList.class)
                    .thenApply(
                        answer ->
                            Pages.page(
                                answer.getGroupsList(),
                                answer.getMore(),
                                GroupEntry::getName,
                                GroupClaims::group))));
  }

  @Override
  public CompletableFuture<List<GroupMember>> members(String group) {
    return members(group, false);
  }

  @Override
  public CompletableFuture<List<GroupMember>> requests(String group) {
    return members(group, true);
  }

  @Override
  public CompletableFuture<List<GroupFileInfo>> files(String group) {
    return Explained.about(
        group,
        "group",
        () ->
            Pages.all(
                after ->
                    files(ListGroupFiles.newBuilder().setGroup(group).setAfter(after))
                        .thenApply(
                            answer ->
                                Pages.page(
                                    answer.getFilesList(),
                                    answer.getMore(),
                                    GroupFile::getName,
                                    GroupClaims::file))));
  }

  @Override
  public CompletableFuture<Optional<GroupFileInfo>> find(String group, String name) {
    return Explained.about(
        group,
        "group",
        () ->
            files(ListGroupFiles.newBuilder().setGroup(group).setName(name))
                .thenApply(
                    answer ->
                        answer.getFilesList().stream()
                            .filter(file -> file.getName().equals(name))
                            .flatMap(file -> GroupClaims.file(file).stream())
                            .findFirst()));
  }

  @Override
  public CompletableFuture<Boolean> unshare(String group, String name) {
    return id(group)
        .thenCompose(
            id ->
                unpublish(group, name)
                    .thenApply(
                        answer -> {
                          id.ifPresent(known -> endShare(known, answer));
                          return answer.getGone();
                        }));
  }

  private CompletableFuture<UnpublishedFromGroup> unpublish(String group, String name) {
    return Explained.about(
        group,
        "group",
        () ->
            tracker.askOnce(
                FrameKind.UNPUBLISH_FROM_GROUP,
                UnpublishFromGroup.newBuilder().setGroup(group).setName(name).build(),
                UnpublishedFromGroup.class));
  }

  private void endShare(GroupId group, UnpublishedFromGroup answer) {
    if (answer.getFileId().size() == FileId.LENGTH) {
      shares.unshared(group, FileId.fromBytes(answer.getFileId().toByteArray()));
    }
  }

  /** What names the group to peers; empty if the tracker does not say. */
  private CompletableFuture<Optional<GroupId>> id(String group) {
    return files(ListGroupFiles.newBuilder().setGroup(group).setLimit(1))
        .handle(
            (answer, failure) ->
                failure == null && answer.getGroupId().size() == GroupId.LENGTH
                    ? Optional.of(GroupId.fromBytes(answer.getGroupId().toByteArray()))
                    : Optional.empty());
  }

  private CompletableFuture<Void> done(String group, UnaryOperator<ChangeGroup.Builder> change) {
    return change(group, change).thenApply(changed -> null);
  }

  /** Asked once: a group that was made and is then made again is in the way of itself. */
  private CompletableFuture<GroupChanged> change(
      String group, UnaryOperator<ChangeGroup.Builder> change) {
    return Explained.about(
        group,
        "group",
        () ->
            tracker.askOnce(
                FrameKind.CHANGE_GROUP,
                change.apply(ChangeGroup.newBuilder().setGroup(group)).build(),
                GroupChanged.class));
  }

  private CompletableFuture<List<GroupMember>> members(String group, boolean requests) {
    ListMembers.Builder header = ListMembers.newBuilder().setGroup(group).setRequests(requests);
    return Explained.about(
        group,
        "group",
        () ->
            Pages.all(
                after ->
                    tracker
                        .ask(
                            FrameKind.LIST_MEMBERS,
                            header.clone().setAfter(after).build(),
                            MemberList.class)
                        .thenApply(
                            answer ->
                                Pages.page(
                                    answer.getMembersList(),
                                    answer.getMore(),
                                    MemberEntry::getUser,
                                    GroupClaims::member))));
  }

  private CompletableFuture<GroupFileList> files(ListGroupFiles.Builder header) {
    return tracker.ask(FrameKind.LIST_GROUP_FILES, header.build(), GroupFileList.class);
  }
}
