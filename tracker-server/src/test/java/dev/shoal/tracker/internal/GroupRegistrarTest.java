package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.ConnectedLogins;
import dev.shoal.tracker.internal.access.EpochNews;
import dev.shoal.tracker.internal.groups.GroupLimits;
import dev.shoal.tracker.internal.groups.GroupSwarms;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registering in groups, and asking for what was registered. */
class GroupRegistrarTest {
  private static final int GROUP = 1;
  private static final int OTHER_GROUP = 2;
  private static final int FILE = 1;
  private static final int LAST_FILE = 9;

  private final GroupSwarms swarms =
      new GroupSwarms(new SplittableRandom(1), new GroupLimits(2, 5, 8, 100), () -> {});
  private final AccessView view = new AccessView();
  private final GroupSourceFinder finder =
      new GroupSourceFinder(swarms, view, Some.policy().answers());
  private final SwarmIndex publicSwarms = Some.swarms();
  private final SessionTable sessions =
      new SessionTable(Some.policy(), publicSwarms, new Random(2));
  private final GroupRegistrar registrar = new GroupRegistrar(swarms, sessions, view);
  private final FakeCaller caller = FakeCaller.from("10.0.0.7");
  private final FakeLogin login = new FakeLogin(caller.peer());

  @BeforeEach
  void makeGroups() {
    ConnectedLogins logins = new ConnectedLogins();
    view.setListener(new AccessEnds(logins, swarms, new EpochNews(logins, () -> {})));
    sessions.listener(registrar);
    SomeGroups.put(view, GROUP, "ann", 3);
    SomeGroups.join(view, GROUP, "bob");
    for (int file = FILE; file <= LAST_FILE; file++) {
      SomeGroups.list(view, GROUP, file);
    }
    SomeGroups.put(view, OTHER_GROUP, "eve", 1);
    caller.user = "ann";
  }

  @Test
  void shouldGiveMembersWhatWasRegistered() throws ProtocolException {
    Session session = open();
    assertThat(register(session, registration(GROUP, FILE))).isEqualTo(1);

    assertThat(query("bob", GROUP, FILE).getSourcesCount()).isEqualTo(1);
    assertThat(query("bob", GROUP, FILE).getSeederCount()).isEqualTo(1);
  }

  @Test
  void shouldAnswerStrangersAsIfThereWereNoSuchGroup() throws ProtocolException {
    register(open(), registration(GROUP, FILE));

    assertRefusal(() -> query("eve", GROUP, FILE), ErrorCode.NOT_FOUND)
        .extracting(Throwable::getMessage)
        .isEqualTo(assertThrown(() -> query("eve", 99, FILE)).getMessage());
    assertRefusal(() -> register(open(), registration(OTHER_GROUP, FILE)), ErrorCode.NOT_FOUND);
    assertRefusal(() -> register(open(), registration(99, FILE)), ErrorCode.NOT_FOUND);
    assertThat(swarms.size()).isEqualTo(1);
  }

  @Test
  void shouldPassOverWhatIsNotInTheListOfTheGroup() throws ProtocolException {
    int unlisted = LAST_FILE + 1;
    Session session = open();
    assertThat(register(session, registration(GROUP, unlisted), registration(GROUP, FILE)))
        .isEqualTo(1);

    assertRefusal(() -> query("bob", GROUP, unlisted), ErrorCode.NOT_FOUND);
    SomeGroups.list(view, GROUP, unlisted);
    assertThat(query("bob", GROUP, unlisted).getSourcesList()).isEmpty();
    assertThat(register(session, registration(GROUP, unlisted))).isEqualTo(2);
    assertThat(query("bob", GROUP, unlisted).getSourcesCount()).isEqualTo(1);
  }

  @Test
  void shouldTellTheEpochOfGroupsInWhichTheSessionHeldNothingBefore() throws ProtocolException {
    Session session = open();
    register(session, registration(GROUP, FILE), registration(GROUP, 2));
    register(session, registration(GROUP, 3));

    assertThat(login.news)
        .containsExactly(
            GroupEpoch.newBuilder().setGroupId(SomeGroups.bytes(GROUP)).setEpoch(3).build());
  }

  @Test
  void shouldHideWithTheConnectionAndShowAgainOnlyToTheSameAccountAndNode()
      throws ProtocolException {
    Session session = open();
    register(session, registration(GROUP, FILE));

    sessions.lose(session, 0);
    assertThat(query("bob", GROUP, FILE).getSourcesList()).isEmpty();

    FakeCaller thief = FakeCaller.from("10.0.0.8");
    sessions.resume(session, thief, Some.LISTENING, 0);
    assertThat(query("bob", GROUP, FILE).getSourcesList()).as("with the secret alone").isEmpty();

    FakeCaller notYet = FakeCaller.from("10.0.0.7");
    sessions.resume(session, notYet, Some.LISTENING, 0);
    assertThat(query("bob", GROUP, FILE).getSourcesList()).as("not logged in yet").isEmpty();
    notYet.user = "ann";
    registrar.stands(session);
    drain();
    assertThat(query("bob", GROUP, FILE).getSourcesCount()).isEqualTo(1);

    sessions.end(session);
    drain();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void shouldForgetWhatWasHeldForAnotherAccount() throws ProtocolException {
    Session session = open();
    register(session, registration(GROUP, FILE));

    caller.user = "bob";
    registrar.register(
        session, login, FakeLogin.login("bob"), batch(false, registration(GROUP, 2)));

    drain();
    assertThat(swarms.seeders(SomeGroups.id(GROUP), Some.fileId(FILE))).isZero();
    assertThat(swarms.seeders(SomeGroups.id(GROUP), Some.fileId(2))).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatAMemberHoldsWhenItIsOneNoMore() throws ProtocolException {
    caller.user = "bob";
    Session session = open();
    registrar.register(
        session, login, FakeLogin.login("bob"), batch(false, registration(GROUP, FILE)));

    SomeGroups.leave(view, GROUP, "bob");

    assertThat(query("ann", GROUP, FILE).getSourcesList()).isEmpty();
    assertRefusal(() -> query("bob", GROUP, FILE), ErrorCode.NOT_FOUND);
  }

  @Test
  void shouldForgetAGroupThatIsDeleted() throws ProtocolException {
    register(open(), registration(GROUP, FILE));

    SomeGroups.delete(view, GROUP, 4);

    assertRefusal(() -> query("ann", GROUP, FILE), ErrorCode.NOT_FOUND);
    drain();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void shouldChargeTheAddressWithWhatIsHeldInGroups() throws ProtocolException {
    Session session = open();
    int room = sessions.room(session);

    register(session, registration(GROUP, 1), registration(GROUP, 2));
    assertThat(sessions.room(session)).isEqualTo(room - 2);
    register(session, registration(GROUP, 1), gone(GROUP, 2), registration(GROUP, 3));
    assertThat(sessions.room(session)).isEqualTo(room - 2);
    registrar.register(
        session, login, FakeLogin.login("ann"), batch(true, registration(GROUP, FILE)));
    assertThat(sessions.room(session)).isEqualTo(room - 1);

    SomeGroups.delete(view, GROUP, 4);
    drain();
    assertThat(sessions.room(session)).isEqualTo(room);
    sessions.end(session);
    assertThat(sessions.room(open())).isEqualTo(room);
  }

  @Test
  void shouldRefuseWhatAnAddressHasNoRoomFor() throws ProtocolException {
    Session other = open();
    int room = sessions.room(other);
    for (int file = 1; file < room; file++) {
      Some.complete(publicSwarms, other, file);
    }
    sessions.charge(other);

    Session session = open();
    assertRefusal(
        () -> register(session, registration(GROUP, 1), registration(GROUP, 2)),
        ErrorCode.LIMIT_EXCEEDED);
    assertThat(register(session, registration(GROUP, 1))).isEqualTo(1);
    assertThat(sessions.room(session)).isZero();
  }

  @Test
  void shouldTakeABatchAsAWholeOrNotAtAll() throws ProtocolException {
    Session session = open();
    assertThat(register(session, registration(GROUP, 1), registration(GROUP, 2))).isEqualTo(2);

    assertRefusal(
        () ->
            register(
                session,
                registration(GROUP, 3),
                registration(GROUP, 4),
                registration(GROUP, 5),
                registration(GROUP, 6)),
        ErrorCode.LIMIT_EXCEEDED);
    assertThat(session.groupHolder).extracting("size").isEqualTo(2);

    assertThat(register(session, gone(GROUP, 1), gone(99, 1))).isEqualTo(1);
    assertThat(
            registrar
                .register(
                    session, login, FakeLogin.login("ann"), batch(true, registration(GROUP, 9)))
                .getCount())
        .as("all others forgotten")
        .isEqualTo(1);
  }

  @Test
  void shouldRefuseMoreGroupsThanASessionMayShareIn() throws ProtocolException {
    SomeGroups.put(view, 3, "ann", 1);
    SomeGroups.put(view, 4, "ann", 1);
    SomeGroups.list(view, 3, FILE);
    SomeGroups.list(view, 4, FILE);
    Session session = open();
    register(session, registration(GROUP, 1), registration(3, 1));

    assertRefusal(() -> register(session, registration(4, 1)), ErrorCode.LIMIT_EXCEEDED);
  }

  private Session open() throws ProtocolException {
    return sessions.open(caller, Some.LISTENING, 0);
  }

  private int register(Session session, GroupRegistration... registrations)
      throws ProtocolException {
    return registrar
        .register(session, login, FakeLogin.login("ann"), batch(false, registrations))
        .getCount();
  }

  private GroupSources query(String user, int group, int file) throws ProtocolException {
    return finder.find(
        FakeCaller.from("10.9.9.9"),
        FakeLogin.login(user),
        null,
        QueryGroup.newBuilder()
            .setGroupId(SomeGroups.bytes(group))
            .setFileId(Some.bytes(Some.fileId(file)))
            .build());
  }

  private void drain() {
    while (swarms.work(10)) {
      // goes on
    }
  }

  private static RegisterInGroups batch(boolean reset, GroupRegistration... registrations) {
    return RegisterInGroups.newBuilder()
        .setReset(reset)
        .addAllRegistrations(List.of(registrations))
        .build();
  }

  private static GroupRegistration registration(int group, int file) {
    return GroupRegistration.newBuilder()
        .setGroupId(SomeGroups.bytes(group))
        .setFileId(Some.bytes(Some.fileId(file)))
        .setComplete(true)
        .build();
  }

  private static GroupRegistration gone(int group, int file) {
    return registration(group, file).toBuilder().setGone(true).build();
  }

  private static ProtocolException assertThrown(ThrowingCallable action) {
    try {
      action.call();
    } catch (ProtocolException e) {
      return e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it was answered");
  }

  private static AbstractObjectAssert<?, ProtocolException> assertRefusal(
      ThrowingCallable action, ErrorCode code) {
    return assertThatThrownBy(action)
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
