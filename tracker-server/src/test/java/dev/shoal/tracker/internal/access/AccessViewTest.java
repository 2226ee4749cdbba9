package dev.shoal.tracker.internal.access;

import static dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_APPROVAL;
import static dev.shoal.protocol.wire.JoinPolicy.JOIN_BY_INVITATION;
import static dev.shoal.tracker.internal.store.SomeCommands.NOW;
import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.delete;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.groupId;
import static dev.shoal.tracker.internal.store.SomeCommands.id;
import static dev.shoal.tracker.internal.store.SomeCommands.join;
import static dev.shoal.tracker.internal.store.SomeCommands.key;
import static dev.shoal.tracker.internal.store.SomeCommands.leave;
import static dev.shoal.tracker.internal.store.SomeCommands.login;
import static dev.shoal.tracker.internal.store.SomeCommands.logout;
import static dev.shoal.tracker.internal.store.SomeCommands.publish;
import static dev.shoal.tracker.internal.store.SomeCommands.unpublish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.store.InstantCommitter;
import dev.shoal.tracker.internal.store.SomeCommands;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessViewTest {
  private final InstantCommitter committer = new InstantCommitter();
  private final AccessView view = new AccessView();
  private final RecordingListener listener = new RecordingListener();

  @BeforeEach
  void createAccounts() {
    view.setListener(listener);
    make(account("Owner"));
    make(account("Ann"));
  }

  @AfterEach
  void close() {
    committer.close();
  }

  @Test
  void shouldShowAccountsWhenTheyAreThere() {
    assertThat(view.hasAdministrator()).isFalse();
    make(account("Root", true));

    assertThat(view.hasAdministrator()).isTrue();
    assertThat(view.account("ann")).isNotNull().extracting(Account::name).isEqualTo("Ann");
    assertThat(view.account("nobody")).isNull();
    assertThat(view.account("ann")).as("no hash in logs").hasToString("account Ann");
  }

  @Test
  void shouldTellWhenLoginEnds() {
    make(login("ann", 1));
    LoginRecord login = view.login(id(1));

    assertThat(login)
        .isEqualTo(
            new LoginRecord(
                id(1), "ann", PeerId.fromBytes(id(1001).toByteArray()), NOW + 3_600_000));
    make(logout("ann", 1));

    assertThat(view.login(id(1))).isNull();
    assertThat(listener.heard).containsExactly("login of ann");
  }

  @Test
  void shouldShowNewestKeyLastWhenThereAreSeveral() {
    make(key(9, NOW));
    make(key(3, NOW + 1));

    assertThat(view.keys()).extracting(SigningKey::keyId).containsExactly(9, 3);
    assertThat(view.keys()).as("no private key in logs").hasToString("[key 9, key 3]");
  }

  @Test
  void shouldTellOfMemberBeforeEpochWhenOneLeaves() {
    make(group("owner", "Friends", 1));
    make(join("ann", "friends"));
    make(publish("ann", "friends", 7, "song"));
    Group group = friends();
    assertThat(group).isSameAs(view.group(GroupId.fromBytes(groupId(1).toByteArray())));
    assertThat(group.isMember("ann")).isTrue();
    assertThat(group.file(FileId.fromBytes(id(7).toByteArray()))).isNotNull();

    make(leave("ann", "friends"));

    assertThat(listener.heard)
        .containsExactly("ann out of Friends false", "Friends epoch 2 [owner]");
    assertThat(group.files()).isEmpty();
    assertThat(group.file(FileId.fromBytes(id(7).toByteArray()))).isNull();
  }

  @Test
  void shouldTellNobodyWhenRequestIsTakenBack() {
    make(group("owner", "Friends", 1, JOIN_BY_APPROVAL, 0));
    make(join("ann", "friends"));
    assertThat(friends().membership("ann")).isEqualTo(Membership.MEMBERSHIP_REQUESTED);

    make(leave("ann", "friends"));

    assertThat(listener.heard).isEmpty();
    assertThat(friends().membership("ann")).isEqualTo(Membership.MEMBERSHIP_NONE);
  }

  @Test
  void shouldTellOfEpochWhileMembersAreKnownWhenGroupEnds() {
    make(group("owner", "Friends", 1, JOIN_BY_INVITATION, 77));
    make(join("ann", "friends", 77));

    make(delete("owner", "friends"));

    assertThat(listener.heard).containsExactly("Friends epoch 2 [ann, owner]", "Friends gone");
    assertThat(view.group("friends")).isNull();
    assertThat(view.visibleGroups("ann", "", 10)).isEmpty();
  }

  @Test
  void shouldShowAnotherGroupOfTheNameWhileTheOldOneIsForgotten() {
    make(group("owner", "Friends", 1, JOIN_BY_INVITATION, 77));
    make(join("ann", "friends", 77));
    make(delete("owner", "friends"));
    make(group("ann", "friends", 2, JOIN_BY_INVITATION, 77));

    boolean more = view.work(1);

    assertThat(more).as("two members were to be forgotten").isTrue();
    assertThat(view.work(1)).isFalse();
    assertThat(view.visibleGroups("ann", "", 10)).containsExactly(friends());
    assertThat(view.visibleGroups("owner", "", 10)).isEmpty();
    assertThat(view.groupsOwnedBy("ann")).isEqualTo(1);
    assertThat(view.groupsOwnedBy("owner")).isZero();
  }

  @Test
  void shouldShowAllGroupsToAdministrators() {
    make(account("root", true));
    make(group("owner", "secret", 1, JOIN_BY_INVITATION, 77));

    assertThat(view.visibleGroups("root", "", 10)).containsExactly(view.group("secret"));
    assertThat(view.isVisible(Objects.requireNonNull(view.group("secret")), "root")).isTrue();
    assertThat(view.visibleGroups("root", "secret", 10)).isEmpty();
    assertThat(view.visibleGroups("ann", "", 10)).isEmpty();
  }

  @Test
  void shouldForgetAccountThatHasEnded() {
    make(account("root", true));
    make(SomeCommands.endAccount("root", "ann"));

    assertThat(view.account("ann")).isNull();
    assertThat(view.hasRemains()).isFalse();
  }

  @Test
  void shouldForgetSharerOnlyWhenAnotherIsLeft() {
    make(group("owner", "friends", 1));
    make(join("ann", "friends"));
    make(publish("ann", "friends", 7, "song"));
    make(publish("owner", "friends", 7, "song"));

    make(unpublish("ann", "friends", 7));

    assertThat(friends().files().values())
        .singleElement()
        .satisfies(file -> assertThat(file.sharers()).containsExactly("owner"));
  }

  @Test
  void shouldShowGroupsOnlyToWhomTheyMayBeShownWhenListed() {
    make(group("owner", "b-open", 1));
    make(group("owner", "C-secret", 2, JOIN_BY_INVITATION, 77));
    make(group("ann", "a-mine", 3, JOIN_BY_INVITATION, 78));

    assertThat(view.visibleGroups("ann", "", 10))
        .extracting(Group::name)
        .containsExactly("a-mine", "b-open");
    assertThat(view.visibleGroups("owner", "", 10))
        .extracting(Group::name)
        .containsExactly("b-open", "C-secret");
    assertThat(view.visibleGroups("owner", "b-open", 10))
        .extracting(Group::name)
        .containsExactly("C-secret");
    assertThat(view.visibleGroups("owner", "", 1))
        .extracting(Group::name)
        .containsExactly("b-open");
  }

  private Group friends() {
    return Objects.requireNonNull(view.group("FRIENDS"));
  }

  private void make(Command.Builder command) {
    committer.apply(command).getAccessChangesList().forEach(view::accept);
  }
}
