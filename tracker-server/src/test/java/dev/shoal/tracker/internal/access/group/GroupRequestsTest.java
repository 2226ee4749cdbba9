package dev.shoal.tracker.internal.access.group;

import static dev.shoal.tracker.internal.store.SomeCommands.NOW;
import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.MemberEntry;
import dev.shoal.protocol.wire.MemberList;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.store.InstantCommitter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupRequestsTest {
  private static final int GROUPS_PER_HOUR = 3;

  private final InstantCommitter committer = new InstantCommitter();
  private final AccessView view = new AccessView();
  private final List<AuditEvent> audited = new ArrayList<>();
  private long nanos = -1;
  private boolean addressesLimited;
  private final GroupRequests requests =
      new GroupRequests(
          view,
          new AccessCommands(view, committer, () -> NOW, Runnable::run),
          new FixedCounts(),
          audited::add,
          new SecureRandom(),
          ChangePace.ofChanges(() -> nanos),
          new FoundingPace(GROUPS_PER_HOUR, host -> addressesLimited, () -> nanos),
          () -> nanos);

  @BeforeEach
  void createAccounts() {
    for (String name : List.of("Owner", "Ann", "Ben")) {
      committer.apply(account(name)).getAccessChangesList().forEach(view::accept);
    }
  }

  @AfterEach
  void close() {
    committer.close();
  }

  @Test
  void shouldTakeItsKindsOnly() {
    assertThat(requests.takes(FrameKind.LIST_GROUP_FILES)).isTrue();
    assertThat(requests.takes(FrameKind.LOGIN)).isFalse();
    assertRefused(
        "ann", FrameKind.LOGIN, Login.getDefaultInstance(), ErrorCode.UNKNOWN_KIND, "LOGIN is not");
  }

  @Test
  void shouldRefuseWhenNobodyIsLoggedIn() {
    assertRefused(
        null,
        FrameKind.LIST_GROUPS,
        ListGroups.getDefaultInstance(),
        ErrorCode.LOGIN_REQUIRED,
        "log in to ask for groups");
  }

  @Test
  void shouldGiveCodeThatLetsInWhenGroupIsByInvitation() {
    GroupChanged created = create("owner", "Secret", JoinPolicy.JOIN_BY_INVITATION);
    assertThat(created.getMembership()).isEqualTo(Membership.MEMBERSHIP_OWNER);
    assertThat(created.getInvitation()).hasSize(19);

    assertThat(join("ann", "secret", created.getInvitation().toLowerCase(Locale.ROOT)))
        .isEqualTo(GroupChanged.newBuilder().setMembership(Membership.MEMBERSHIP_MEMBER).build());

    GroupChanged invited = change("owner", "secret", ChangeGroup.newBuilder().setInvite(true));
    assertThat(invited.getInvitation()).hasSize(19).isNotEqualTo(created.getInvitation());
    assertUnseen("ben", ChangeGroup.newBuilder().setJoin(created.getInvitation()));
    assertThat(join("ben", "secret", invited.getInvitation()).getMembership())
        .isEqualTo(Membership.MEMBERSHIP_MEMBER);
  }

  @Test
  void shouldGiveCodeWhenPolicyBecomesByInvitation() {
    create("owner", "secret", JoinPolicy.JOIN_OPEN);

    GroupChanged changed =
        change(
            "owner", "secret", ChangeGroup.newBuilder().setPolicy(JoinPolicy.JOIN_BY_INVITATION));

    assertThat(join("ann", "secret", changed.getInvitation()).getMembership())
        .isEqualTo(Membership.MEMBERSHIP_MEMBER);
  }

  @Test
  void shouldKeepOnlyHashOfCodeWhenGroupIsByInvitation() {
    String code = create("owner", "secret", JoinPolicy.JOIN_BY_INVITATION).getInvitation();

    committer.feed(
        record ->
            assertThat(record.toString())
                .doesNotContain(code)
                .doesNotContain(code.replace("-", "")));
  }

  @Test
  void shouldBeAsIfItWereNotThereWhenGroupMayNotBeSeen() {
    create("owner", "secret", JoinPolicy.JOIN_BY_INVITATION);
    publish("owner", "secret", 1, "plan.txt");

    assertUnseen("ann", ChangeGroup.newBuilder().setLeave(true));
    assertUnseen("ann", ChangeGroup.newBuilder().setJoin("0000-0000-0000-0000"));
    assertUnseen("ann", ChangeGroup.newBuilder().setAccept("ann"));
    assertUnseen("ann", ChangeGroup.newBuilder().setDelete(true));
    for (String name : List.of("secret", "unknown")) {
      assertUnseen("ann", FrameKind.LIST_MEMBERS, ListMembers.newBuilder().setGroup(name).build());
      assertUnseen(
          "ann", FrameKind.LIST_GROUP_FILES, ListGroupFiles.newBuilder().setGroup(name).build());
      assertUnseen(
          "ann",
          FrameKind.LIST_GROUP_FILES,
          ListGroupFiles.newBuilder().setGroup(name).setName("plan.txt").build());
      assertUnseen(
          "ann", FrameKind.PUBLISH_TO_GROUP, PublishToGroup.newBuilder().setGroup(name).build());
      assertUnseen(
          "ann",
          FrameKind.UNPUBLISH_FROM_GROUP,
          UnpublishFromGroup.newBuilder().setGroup(name).setFileId(id(1)).build());
    }
    assertThat(groups("ann", "").getGroupsList()).isEmpty();
  }

  @Test
  void shouldDenyWhenGroupMayBeSeenButAskerIsNoMember() {
    create("owner", "friends", JoinPolicy.JOIN_BY_APPROVAL);
    join("ann", "friends", "");

    assertDenied("ann", FrameKind.LIST_MEMBERS, ListMembers.newBuilder().setGroup("friends"));
    assertDenied(
        "ann", FrameKind.LIST_GROUP_FILES, ListGroupFiles.newBuilder().setGroup("friends"));
    assertDenied(
        "ben", FrameKind.PUBLISH_TO_GROUP, PublishToGroup.newBuilder().setGroup("friends"));
    assertThat(audited)
        .extracting(AuditEvent::kind)
        .containsExactly(
            AuditKind.GROUP_CREATED,
            AuditKind.GROUP_REQUESTED,
            AuditKind.ACCESS_DENIED,
            AuditKind.ACCESS_DENIED,
            AuditKind.ACCESS_DENIED);
  }

  @Test
  void shouldListGroupsPageByPageAsTheyAreWritten() {
    create("owner", "Beta", JoinPolicy.JOIN_OPEN);
    create("owner", "alpha", JoinPolicy.JOIN_BY_APPROVAL);
    create("ann", "Gamma", JoinPolicy.JOIN_BY_INVITATION);
    join("ann", "alpha", "");

    GroupList first = (GroupList) ask("ann", FrameKind.LIST_GROUPS, listGroups("", 2));
    GroupList second = (GroupList) ask("ann", FrameKind.LIST_GROUPS, listGroups("Beta", 2));

    assertThat(first.getGroupsList())
        .containsExactly(
            GroupEntry.newBuilder()
                .setName("alpha")
                .setPolicy(JoinPolicy.JOIN_BY_APPROVAL)
                .setOwner("Owner")
                .setMemberCount(1)
                .setMembership(Membership.MEMBERSHIP_REQUESTED)
                .build(),
            GroupEntry.newBuilder()
                .setName("Beta")
                .setPolicy(JoinPolicy.JOIN_OPEN)
                .setOwner("Owner")
                .setMemberCount(1)
                .build());
    assertThat(first.getMore()).isTrue();
    assertThat(second.getGroupsList()).extracting(GroupEntry::getName).containsExactly("Gamma");
    assertThat(second.getMore()).isFalse();
  }

  @Test
  void shouldListMembersToMembersAndRequestsToOwner() {
    create("owner", "friends", JoinPolicy.JOIN_BY_APPROVAL);
    join("ann", "friends", "");
    join("ben", "friends", "");
    change("owner", "friends", ChangeGroup.newBuilder().setAccept("ann"));
    ListMembers.Builder list = ListMembers.newBuilder().setGroup("friends");

    MemberList members = (MemberList) ask("ann", FrameKind.LIST_MEMBERS, list.build());
    MemberList page =
        (MemberList) ask("ann", FrameKind.LIST_MEMBERS, list.clone().setLimit(1).build());
    MemberList asking =
        (MemberList) ask("owner", FrameKind.LIST_MEMBERS, list.clone().setRequests(true).build());

    assertThat(members.getMembersList())
        .extracting(MemberEntry::getUser, MemberEntry::getMembership)
        .containsExactly(
            tuple("Ann", Membership.MEMBERSHIP_MEMBER),
            tuple("Owner", Membership.MEMBERSHIP_OWNER));
    assertThat(page.getMembersCount()).isEqualTo(1);
    assertThat(page.getMore()).isTrue();
    assertThat(asking.getMembersList())
        .extracting(MemberEntry::getUser, MemberEntry::getMembership)
        .containsExactly(tuple("Ben", Membership.MEMBERSHIP_REQUESTED));
    assertDenied("ann", FrameKind.LIST_MEMBERS, list.clone().setRequests(true));
  }

  @Test
  void shouldListFilesWithCountsAndSharersToMembers() {
    create("owner", "friends", JoinPolicy.JOIN_OPEN);
    join("ann", "friends", "");
    publish("ann", "friends", 2, "b");
    publish("owner", "friends", 2, "b");
    publish("owner", "friends", 1, "a");
    ListGroupFiles.Builder list = ListGroupFiles.newBuilder().setGroup("Friends");

    GroupFileList all = (GroupFileList) ask("ann", FrameKind.LIST_GROUP_FILES, list.build());
    GroupFileList one =
        (GroupFileList) ask("ann", FrameKind.LIST_GROUP_FILES, list.clone().setName("b").build());
    GroupFileList none =
        (GroupFileList) ask("ann", FrameKind.LIST_GROUP_FILES, list.clone().setName("c").build());

    assertThat(all.getFilesList()).extracting(GroupFile::getName).containsExactly("a", "b");
    assertThat(all.getGroupId().size()).isEqualTo(GroupId.LENGTH);
    assertThat(one.getFilesList())
        .containsExactly(
            GroupFile.newBuilder()
                .setFileId(id(2))
                .setLength(1002)
                .setName("b")
                .addSharers("Ann")
                .addSharers("Owner")
                .setPublishedMillis(NOW)
                .setSeederCount(3)
                .setLeecherCount(4)
                .build());
    assertThat(none.getFilesList()).isEmpty();
    assertThat(none.getGroupId()).isEqualTo(all.getGroupId());
  }

  @Test
  void shouldKeepPagesWithinTheirFrameWhenFilesAreDescribedAtLength() {
    create("owner", "friends", JoinPolicy.JOIN_OPEN);
    PublishToGroup.Builder many = PublishToGroup.newBuilder().setGroup("friends");
    for (int i = 0; i < 300; i++) {
      many.addFiles(
          PublishedFile.newBuilder()
              .setFileId(id(i))
              .setName("%04d".formatted(i) + "x".repeat(Limits.MAX_NAME_BYTES - 4))
              .addAllTags(
                  IntStream.range(0, Limits.MAX_TAGS)
                      .mapToObj(tag -> "t".repeat(Limits.MAX_TAG_BYTES))
                      .toList()));
    }
    ask("owner", FrameKind.PUBLISH_TO_GROUP, many.build());

    List<String> names = new ArrayList<>();
    ListGroupFiles.Builder next = ListGroupFiles.newBuilder().setGroup("friends").setLimit(-1);
    for (boolean more = true; more; ) {
      GroupFileList page = (GroupFileList) ask("owner", FrameKind.LIST_GROUP_FILES, next.build());
      assertThat(page.getSerializedSize())
          .isLessThanOrEqualTo(FrameKind.GROUP_FILE_LIST.maxHeader());
      assertThat(page.getFilesCount()).isBetween(1, Limits.MAX_PAGE);
      page.getFilesList().forEach(file -> names.add(file.getName().substring(0, 4)));
      next.setAfter(page.getFiles(page.getFilesCount() - 1).getName());
      more = page.getMore();
    }

    assertThat(names)
        .containsExactlyElementsOf(
            IntStream.range(0, 300).mapToObj(i -> "%04d".formatted(i)).toList());
  }

  @Test
  void shouldAnswerWithGroupAndRejectionsWhenPublished() {
    create("owner", "friends", JoinPolicy.JOIN_OPEN);
    publish("owner", "friends", 1, "a");

    PublishedToGroup answer =
        (PublishedToGroup)
            ask(
                "owner",
                FrameKind.PUBLISH_TO_GROUP,
                PublishToGroup.newBuilder()
                    .setGroup("friends")
                    .addFiles(file(2, "a"))
                    .addFiles(file(3, "c"))
                    .build());

    assertThat(answer.getGroupId().size()).isEqualTo(GroupId.LENGTH);
    assertThat(answer.getEpoch()).isEqualTo(1);
    assertThat(answer.getRejectionsList())
        .extracting(Rejection::getIndex, Rejection::getCode)
        .containsExactly(tuple(0, ErrorCode.CONFLICT.number()));
  }

  @Test
  void shouldSayWhetherFileIsGoneWhenUnpublished() {
    create("owner", "friends", JoinPolicy.JOIN_OPEN);
    join("ann", "friends", "");
    publish("owner", "friends", 1, "a");
    publish("ann", "friends", 1, "a");
    UnpublishFromGroup request =
        UnpublishFromGroup.newBuilder().setGroup("friends").setName("a").build();

    assertThat(ask("ann", FrameKind.UNPUBLISH_FROM_GROUP, request))
        .isEqualTo(UnpublishedFromGroup.newBuilder().setFileId(id(1)).build());
    assertThat(ask("owner", FrameKind.UNPUBLISH_FROM_GROUP, request))
        .isEqualTo(UnpublishedFromGroup.newBuilder().setFileId(id(1)).setGone(true).build());
  }

  @Test
  void shouldRefuseWhenRequestSaysNothing() {
    for (ChangeGroup.Builder nothing :
        List.of(
            ChangeGroup.newBuilder(),
            ChangeGroup.newBuilder().setLeave(false),
            ChangeGroup.newBuilder().setDelete(false),
            ChangeGroup.newBuilder().setInvite(false))) {
      assertRefused(
          "owner",
          FrameKind.CHANGE_GROUP,
          nothing.setGroup("friends").build(),
          ErrorCode.BAD_REQUEST,
          "the request changes nothing");
    }
    assertRefused(
        "owner",
        FrameKind.CHANGE_GROUP,
        ChangeGroup.newBuilder().setGroup("friends").setCreateValue(99).build(),
        ErrorCode.BAD_REQUEST,
        "this tracker does not know that way");
    assertRefused(
        "owner",
        FrameKind.CHANGE_GROUP,
        ChangeGroup.newBuilder().setGroup("friends").setCreateValue(0).build(),
        ErrorCode.BAD_REQUEST,
        "it must be said how one joins");
    PublishToGroup.Builder batch = PublishToGroup.newBuilder().setGroup("friends");
    IntStream.rangeClosed(0, Limits.MAX_BATCH).forEach(i -> batch.addFiles(file(i, "f")));
    assertRefused(
        "owner",
        FrameKind.PUBLISH_TO_GROUP,
        batch.build(),
        ErrorCode.BAD_REQUEST,
        "a batch has at most 2048 files");
  }

  @Test
  void shouldAuditWhatChangedAndWhoTriedButNothingTwice() {
    String code = create("owner", "secret", JoinPolicy.JOIN_BY_INVITATION).getInvitation();
    assertUnseen("ann", ChangeGroup.newBuilder().setJoin("wrong"));
    join("ann", "secret", code);
    join("ann", "secret", code);
    change("owner", "secret", ChangeGroup.newBuilder().setRemove("ann"));

    assertThat(audited)
        .extracting(AuditEvent::kind)
        .containsExactly(
            AuditKind.GROUP_CREATED,
            AuditKind.ACCESS_DENIED,
            AuditKind.ACCESS_DENIED,
            AuditKind.GROUP_JOINED,
            AuditKind.GROUP_REMOVED);
    assertThat(audited.get(4).details())
        .containsEntry("user", "owner")
        .containsEntry("group", "secret")
        .containsEntry("member", "ann")
        .containsKeys("address", "peer");
    assertThat(audited.toString()).doesNotContain(code).doesNotContain("wrong");
  }

  @Test
  void shouldHoldAnAccountToItsRateOfChanges() {
    create("owner", "friends", JoinPolicy.JOIN_OPEN);
    for (int i = 1; i < ChangePace.CHANGES.burst(); i++) {
      change("owner", "friends", ChangeGroup.newBuilder().setPolicy(JoinPolicy.JOIN_OPEN));
    }
    nanos += 49_999_999;
    int auditedBefore = audited.size();

    ChangeGroup another = ChangeGroup.newBuilder().setGroup("friends").setLeave(true).build();
    assertTooMuch(FrameKind.CHANGE_GROUP, another);

    assertThat(audited).hasSize(auditedBefore);
    ask("owner", FrameKind.LIST_GROUPS, listGroups("", 2));
    publish("owner", "friends", 1, "a");
    join("ann", "friends", "");
    nanos += 50_000_000;
    change("owner", "friends", ChangeGroup.newBuilder().setPolicy(JoinPolicy.JOIN_OPEN));
  }

  @Test
  void shouldHoldAnAccountToItsRateOfPublications() {
    create("owner", "friends", JoinPolicy.JOIN_OPEN);
    for (int i = 0; i < ChangePace.PUBLICATIONS.burst(); i += 2) {
      publish("owner", "friends", 1, "a");
      ask("owner", FrameKind.UNPUBLISH_FROM_GROUP, unpublication());
    }
    assertTooMuch(
        FrameKind.PUBLISH_TO_GROUP,
        PublishToGroup.newBuilder().setGroup("friends").addFiles(file(1, "a")).build());
    assertTooMuch(FrameKind.UNPUBLISH_FROM_GROUP, unpublication());
    nanos += 5_000_000;
    publish("owner", "friends", 1, "a");
  }

  private static UnpublishFromGroup unpublication() {
    return UnpublishFromGroup.newBuilder().setGroup("friends").setName("a").build();
  }

  private void assertTooMuch(FrameKind kind, MessageLite request) {
    assertRefused("owner", kind, request, ErrorCode.BUSY, "your account changes too much");
  }

  @Test
  void shouldLetAnAddressMakeNoMoreGroupsThanAllowed() {
    addressesLimited = true;
    for (int group = 0; group < GROUPS_PER_HOUR; group++) {
      create(group % 2 == 0 ? "owner" : "ann", "group" + group, JoinPolicy.JOIN_OPEN);
    }
    ChangeGroup another =
        ChangeGroup.newBuilder().setGroup("more").setCreate(JoinPolicy.JOIN_OPEN).build();

    assertRefused(
        "ben",
        FrameKind.CHANGE_GROUP,
        another,
        ErrorCode.BUSY,
        "your address makes too many groups; try again in 12");
    join("ben", "group0", "");
    nanos += Duration.ofHours(1).dividedBy(GROUPS_PER_HOUR).toNanos();
    create("ben", "more", JoinPolicy.JOIN_OPEN);
  }

  @Test
  void shouldLetAdministratorsSeeAndDeleteEveryGroupButNotLookIntoIt() {
    committer.apply(account("Root", true)).getAccessChangesList().forEach(view::accept);
    create("owner", "secret", JoinPolicy.JOIN_BY_INVITATION);
    publish("owner", "secret", 1, "plan.txt");

    assertThat(groups("root", "").getGroupsList())
        .singleElement()
        .satisfies(
            group -> assertThat(group.getMembership()).isEqualTo(Membership.MEMBERSHIP_NONE));
    assertDenied("root", FrameKind.LIST_MEMBERS, ListMembers.newBuilder().setGroup("secret"));
    assertDenied(
        "root", FrameKind.LIST_GROUP_FILES, ListGroupFiles.newBuilder().setGroup("secret"));
    assertDenied(
        "root",
        FrameKind.CHANGE_GROUP,
        ChangeGroup.newBuilder().setGroup("secret").setInvite(true));
    assertUnseen("root", ChangeGroup.newBuilder().setJoin("0000-0000-0000-0000"));

    change("root", "secret", ChangeGroup.newBuilder().setDelete(true));

    assertThat(view.group("secret")).isNull();
    assertThat(audited.get(audited.size() - 1).details()).containsEntry("user", "root");
  }

  @Test
  void shouldFailWithReasonWhenDiskFails() {
    committer.failWith(ErrorCode.INTERNAL);

    assertRefused(
        "owner",
        FrameKind.CHANGE_GROUP,
        ChangeGroup.newBuilder().setGroup("g").setCreate(JoinPolicy.JOIN_OPEN).build(),
        ErrorCode.INTERNAL,
        "the disk has failed");
  }

  /** As many of everything. */
  private static final class FixedCounts implements GroupCounts {
    @Override
    public int seeders(GroupId group, FileId file) {
      return 3;
    }

    @Override
    public int leechers(GroupId group, FileId file) {
      return 4;
    }
  }

  private static ListGroups listGroups(String after, int limit) {
    return ListGroups.newBuilder().setAfter(after).setLimit(limit).build();
  }

  private GroupList groups(String user, String after) {
    return (GroupList) ask(user, FrameKind.LIST_GROUPS, listGroups(after, 0));
  }

  private GroupChanged create(String user, String name, JoinPolicy policy) {
    return change(user, name, ChangeGroup.newBuilder().setCreate(policy));
  }

  private GroupChanged join(String user, String name, String code) {
    return change(user, name, ChangeGroup.newBuilder().setJoin(code));
  }

  private GroupChanged change(String user, String name, ChangeGroup.Builder change) {
    return (GroupChanged) ask(user, FrameKind.CHANGE_GROUP, change.setGroup(name).build());
  }

  private void publish(String user, String group, int file, String name) {
    PublishedToGroup answer =
        (PublishedToGroup)
            ask(
                user,
                FrameKind.PUBLISH_TO_GROUP,
                PublishToGroup.newBuilder().setGroup(group).addFiles(file(file, name)).build());
    assertThat(answer.getRejectionsList()).isEmpty();
  }

  private static PublishedFile file(int file, String name) {
    return PublishedFile.newBuilder()
        .setFileId(id(file))
        .setName(name)
        .setLength(1000 + file)
        .build();
  }

  private MessageLite ask(@Nullable String user, FrameKind kind, MessageLite request) {
    CompletableFuture<? extends MessageLite> answer =
        requests.serve(new FakeAsker(user), kind, request);
    assertThat(answer).isDone();
    return answer.join();
  }

  /** In the same words, whether the group is there or not. */
  private void assertUnseen(String user, ChangeGroup.Builder change) {
    for (String name : List.of("secret", "unknown")) {
      assertUnseen(user, FrameKind.CHANGE_GROUP, change.setGroup(name).build());
    }
  }

  private void assertUnseen(String user, FrameKind kind, MessageLite request) {
    assertRefused(
        user,
        kind,
        request,
        ErrorCode.NOT_FOUND,
        "there is no such group, or none that you may see");
  }

  private void assertDenied(String user, FrameKind kind, MessageLite.Builder request) {
    assertRefused(user, kind, request.build(), ErrorCode.DENIED, "only ");
  }

  private void assertRefused(
      @Nullable String user, FrameKind kind, MessageLite request, ErrorCode code, String sentence) {
    assertThatThrownBy(() -> ask(user, kind, request))
        .cause()
        .isInstanceOfSatisfying(
            ProtocolException.class, reason -> assertThat(reason.code()).isEqualTo(code))
        .hasMessageStartingWith(sentence);
  }
}
