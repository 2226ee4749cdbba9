package dev.shoal.tracker.internal.store;

import static dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_APPROVAL;
import static dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_INVITATION;
import static dev.shoal.protocol.wire.JoinPolicy.JOIN_OPEN;
import static dev.shoal.tracker.internal.store.SomeCommands.accept;
import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.change;
import static dev.shoal.tracker.internal.store.SomeCommands.delete;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.groupId;
import static dev.shoal.tracker.internal.store.SomeCommands.id;
import static dev.shoal.tracker.internal.store.SomeCommands.join;
import static dev.shoal.tracker.internal.store.SomeCommands.leave;
import static dev.shoal.tracker.internal.store.SomeCommands.policy;
import static dev.shoal.tracker.internal.store.SomeCommands.publish;
import static dev.shoal.tracker.internal.store.SomeCommands.reject;
import static dev.shoal.tracker.internal.store.SomeCommands.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.AccessChange.ChangeCase;
import dev.shoal.tracker.internal.state.ChangeGroup;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupRulesTest {
  private static final String NO_SUCH_GROUP = "there is no such group, or none that you may see";

  private final InstantCommitter state =
      new InstantCommitter(new AccessLimits(10, 2, 3, 2, 3, 10, 20, 30, 100));

  @BeforeEach
  void createAccounts() {
    for (String name : List.of("owner", "ann", "ben", "cleo")) {
      state.apply(account(name));
    }
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void shouldBelongToWhoeverCreatesItWhenNameIsFree() {
    Outcome outcome = state.apply(group("owner", "Friends", 1));

    assertThat(outcome.getGroup().getGroupId()).isEqualTo(groupId(1));
    assertThat(outcome.getGroup().getEpoch()).isEqualTo(1);
    assertThat(membership(outcome)).isEqualTo(Membership.MEMBERSHIP_OWNER);
    assertThat(cases(outcome)).containsExactly(ChangeCase.GROUP, ChangeCase.MEMBERSHIP);
  }

  @Test
  void shouldRefuseGroupWhenItCannotBe() {
    state.apply(group("owner", "friends", 1));

    assertRefused(
        group("ann", "FRIENDS", 2), ErrorCode.CONFLICT, "there is a group of that name already");
    assertRefused(group("ann", "a b", 2), ErrorCode.BAD_REQUEST, "the name of a group has 1 to");
    assertRefused(group("ann", "g", 1), ErrorCode.BAD_REQUEST, "a group needs an id of its own");
    assertRefused(
        group("ann", "g", 2, JoinPolicy.JOIN_POLICY_UNSPECIFIED, 0),
        ErrorCode.BAD_REQUEST,
        "it must be said how one joins");
    assertRefused(group("nobody", "g", 2), ErrorCode.DENIED, "there is no account");
  }

  @Test
  void shouldRefuseGroupWhenThereAreTooMany() {
    state.apply(group("owner", "one", 1));
    state.apply(group("owner", "two", 2));
    assertRefused(
        group("owner", "three", 3), ErrorCode.LIMIT_EXCEEDED, "you own as many groups as one may");
    state.apply(group("ann", "three", 3));

    assertRefused(
        group("ben", "four", 4),
        ErrorCode.LIMIT_EXCEEDED,
        "there are as many groups as the tracker keeps");
    state.apply(delete("owner", "two"));
    assertThat(state.apply(group("owner", "four", 4)).hasRefusal()).isFalse();
  }

  @Test
  void shouldBeMemberAtOnceWhenGroupIsOpen() {
    state.apply(group("owner", "friends", 1));

    assertThat(membership(state.apply(join("ann", "Friends"))))
        .isEqualTo(Membership.MEMBERSHIP_MEMBER);
    Outcome again = state.apply(join("ann", "friends"));
    assertThat(membership(again)).isEqualTo(Membership.MEMBERSHIP_MEMBER);
    assertThat(again.getAccessChangesList()).isEmpty();
    assertThat(membership(state.apply(join("owner", "friends"))))
        .isEqualTo(Membership.MEMBERSHIP_OWNER);
  }

  @Test
  void shouldWaitForOwnerWhenGroupIsByApproval() {
    state.apply(group("owner", "friends", 1, JOIN_BY_APPROVAL, 0));

    assertThat(membership(state.apply(join("ann", "friends"))))
        .isEqualTo(Membership.MEMBERSHIP_REQUESTED);
    assertThat(state.apply(join("ann", "friends")).getAccessChangesList()).isEmpty();
    state.apply(join("ben", "friends"));
    assertRefused(accept("ann", "friends", "ann"), ErrorCode.DENIED, "only the owner");
    assertThat(cases(state.apply(accept("owner", "friends", "Ann"))))
        .containsExactly(ChangeCase.MEMBERSHIP);
    assertThat(cases(state.apply(reject("owner", "friends", "BEN"))))
        .containsExactly(ChangeCase.MEMBERSHIP_GONE);
    for (String decided : List.of("ann", "ben", "nobody", "a/b")) {
      assertRefused(
          accept("owner", "friends", decided), ErrorCode.NOT_FOUND, "nobody of that name waits");
      assertRefused(
          reject("owner", "friends", decided), ErrorCode.NOT_FOUND, "nobody of that name waits");
    }
  }

  @Test
  void shouldBeAsIfItWereNotThereWhenCodeIsMissing() {
    state.apply(group("owner", "secret", 1, JOIN_BY_INVITATION, 77));

    for (String name : List.of("secret", "unknown")) {
      for (Command.Builder command :
          List.of(
              join("ann", name),
              join("ann", name, 78),
              leave("ann", name),
              accept("ann", name, "ben"),
              remove("ann", name, "owner"),
              delete("ann", name),
              publish("ann", name, 1, "file"),
              SomeCommands.unpublish("ann", name, "file"))) {
        assertRefused(command, ErrorCode.NOT_FOUND, NO_SUCH_GROUP);
      }
    }
    assertThat(membership(state.apply(join("ann", "secret", 77))))
        .isEqualTo(Membership.MEMBERSHIP_MEMBER);
  }

  @Test
  void shouldTakeNewCodeOnlyWhenOwnerInvites() {
    state.apply(group("owner", "secret", 1, JOIN_BY_INVITATION, 77));
    state.apply(join("ann", "secret", 77));
    ChangeGroup invitation = ChangeGroup.newBuilder().setInvite(id(78)).build();

    assertRefused(
        change("ann", "secret", invitation.toBuilder()), ErrorCode.DENIED, "only the owner");
    assertThat(state.apply(change("owner", "secret", invitation.toBuilder())).hasRefusal())
        .isFalse();

    assertRefused(join("ben", "secret", 77), ErrorCode.NOT_FOUND, NO_SUCH_GROUP);
    assertThat(state.apply(join("ben", "secret", 78)).hasRefusal()).isFalse();
  }

  @Test
  void shouldRefuseInvitationWhenGroupTakesNone() {
    state.apply(group("owner", "friends", 1));

    assertRefused(
        change("owner", "friends", ChangeGroup.newBuilder().setInvite(id(78))),
        ErrorCode.CONFLICT,
        "the group is not one that takes members by invitation");
  }

  @Test
  void shouldKeepMembersAndRequestsWhenPolicyChanges() {
    state.apply(group("owner", "friends", 1, JOIN_BY_APPROVAL, 0));
    state.apply(join("ann", "friends"));
    state.apply(policyChange("owner", policy(JOIN_BY_INVITATION, 77)));

    assertRefused(join("ben", "friends"), ErrorCode.NOT_FOUND, NO_SUCH_GROUP);
    assertThat(state.apply(accept("owner", "friends", "ann")).hasRefusal()).isFalse();
    assertRefused(policyChange("ann", policy(JOIN_OPEN, 0)), ErrorCode.DENIED, "only the owner");
    state.apply(policyChange("owner", policy(JOIN_OPEN, 0)));
    assertThat(membership(state.apply(join("ben", "friends"))))
        .isEqualTo(Membership.MEMBERSHIP_MEMBER);
    assertRefused(
        policyChange("owner", policy(JoinPolicy.JOIN_POLICY_UNSPECIFIED, 0)),
        ErrorCode.BAD_REQUEST,
        "it must be said how one joins");
  }

  @Test
  void shouldRaiseEpochAfterThatWhenMemberLeaves() {
    state.apply(group("owner", "friends", 1));
    state.apply(join("ann", "friends"));
    state.apply(publish("ann", "friends", 1, "hers"));
    state.apply(publish("ann", "friends", 2, "both"));
    state.apply(publish("owner", "friends", 2, "both"));

    Outcome outcome = state.apply(leave("ann", "friends"));

    assertThat(cases(outcome))
        .containsExactly(
            ChangeCase.MEMBERSHIP_GONE,
            ChangeCase.GROUP,
            ChangeCase.SHARE_GONE,
            ChangeCase.FILE_GONE,
            ChangeCase.SHARE_GONE);
    assertThat(outcome.getAccessChanges(3).getFileGone().getFileId()).isEqualTo(id(1));
    assertThat(outcome.getGroup().getEpoch()).isEqualTo(2);
    assertThat(membership(outcome)).isEqualTo(Membership.MEMBERSHIP_NONE);
    assertRefused(leave("ann", "friends"), ErrorCode.NOT_FOUND, "you are no member of the group");
  }

  @Test
  void shouldKeepEpochWhenRequestIsTakenBack() {
    state.apply(group("owner", "friends", 1, JOIN_BY_APPROVAL, 0));
    state.apply(join("ann", "friends"));

    assertThat(cases(state.apply(leave("ann", "friends"))))
        .containsExactly(ChangeCase.MEMBERSHIP_GONE);
  }

  @Test
  void shouldRaiseEpochWhenOwnerRemovesMember() {
    state.apply(group("owner", "friends", 1));
    state.apply(join("ann", "friends"));
    state.apply(join("ben", "friends"));

    assertRefused(remove("ben", "friends", "ann"), ErrorCode.DENIED, "only the owner");
    assertThat(state.apply(remove("owner", "friends", "ANN")).getGroup().getEpoch()).isEqualTo(2);
    assertRefused(
        remove("owner", "friends", "ann"), ErrorCode.NOT_FOUND, "nobody of that name is a member");
    assertThat(state.apply(remove("owner", "friends", "ben")).getGroup().getEpoch()).isEqualTo(3);
  }

  @Test
  void shouldStayWhenOwnerWantsToGo() {
    state.apply(group("owner", "friends", 1));

    assertRefused(leave("owner", "friends"), ErrorCode.CONFLICT, "the owner can't leave");
    assertRefused(
        remove("owner", "friends", "owner"), ErrorCode.CONFLICT, "the owner can't be removed");
  }

  @Test
  void shouldRefuseMembersWhenGroupIsFull() {
    state.apply(group("owner", "friends", 1, JOIN_BY_APPROVAL, 0));
    state.apply(join("ann", "friends"));
    state.apply(join("ben", "friends"));

    assertRefused(join("cleo", "friends"), ErrorCode.LIMIT_EXCEEDED, "the group is full");
    assertThat(state.apply(accept("owner", "friends", "ann")).hasRefusal()).isFalse();
    state.apply(reject("owner", "friends", "ben"));
    assertThat(state.apply(join("cleo", "friends")).hasRefusal()).isFalse();
  }

  @Test
  void shouldTakeEverythingAlongWhenGroupIsDeleted() {
    state.apply(group("owner", "friends", 1));
    state.apply(group("owner", "others", 2));
    state.apply(join("ann", "friends"));
    state.apply(publish("ann", "friends", 1, "file"));
    state.apply(publish("owner", "others", 1, "file"));
    assertRefused(delete("ann", "friends"), ErrorCode.DENIED, "only the owner");

    Outcome outcome = state.apply(delete("owner", "friends"));

    assertThat(cases(outcome)).containsExactly(ChangeCase.GROUP_GONE, ChangeCase.CLEARED);
    assertThat(outcome.getAccessChanges(0).getGroupGone().getEpoch()).isEqualTo(2);
    List<ChangeCase> left = new ArrayList<>();
    state.feed(record -> left.add(record.getChangeCase()));
    assertThat(left)
        .containsExactly(
            ChangeCase.ACCOUNT,
            ChangeCase.ACCOUNT,
            ChangeCase.ACCOUNT,
            ChangeCase.ACCOUNT,
            ChangeCase.GROUP,
            ChangeCase.MEMBERSHIP,
            ChangeCase.FILE,
            ChangeCase.SHARE);
    assertThat(state.apply(group("ben", "friends", 3)).hasRefusal()).isFalse();
  }

  private static Command.Builder policyChange(String user, ChangeGroup.Policy policy) {
    return change(user, "friends", ChangeGroup.newBuilder().setPolicy(policy));
  }

  private static Membership membership(Outcome outcome) {
    assertThat(outcome.hasRefusal()).as(outcome.getRefusal().getMessage()).isFalse();
    return Membership.forNumber(outcome.getGroup().getMembership());
  }

  private static List<ChangeCase> cases(Outcome outcome) {
    return outcome.getAccessChangesList().stream().map(AccessChange::getChangeCase).toList();
  }

  private void assertRefused(Command.Builder command, ErrorCode code, String sentence) {
    Outcome outcome = state.apply(command);
    assertThat(outcome.getRefusal().getMessage()).startsWith(sentence);
    assertThat(ErrorCode.of(outcome.getRefusal().getCode())).isEqualTo(code);
    assertThat(outcome.getAccessChangesList()).isEmpty();
    assertThat(outcome.hasGroup()).isFalse();
  }
}
