package dev.shoal.tracker.internal.access.account;

import static dev.shoal.tracker.internal.access.account.AccountFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.UserChanged;
import dev.shoal.protocol.wire.UserEntry;
import dev.shoal.protocol.wire.UserList;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.group.ChangePace;
import dev.shoal.tracker.internal.access.login.HashingLane;
import dev.shoal.tracker.internal.store.SomeCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserAdministrationTest {
  private static final String PASSWORD = "correct horse";

  private final AccountFixture tracker = new AccountFixture(false);
  private final UserAdministration administration =
      new UserAdministration(
          tracker.parts, ChangePace.ofChanges(() -> TimeUnit.MILLISECONDS.toNanos(tracker.now())));
  private final FakeAsker root = tracker.connect(1);
  private final FakeAsker ann = tracker.connect(2);

  @BeforeEach
  void makeAccounts() throws ProtocolException {
    tracker.createUser(root, "Root", PASSWORD, tracker.code.text().orElseThrow());
    tracker.createUser(ann, "Ann", PASSWORD, "");
    tracker.login(root, "root", PASSWORD);
    tracker.login(ann, "ann", PASSWORD);
  }

  @AfterEach
  void close() {
    tracker.close();
  }

  @Test
  void shouldAnswerAdministratorsOnly() {
    ListUsers list = ListUsers.getDefaultInstance();

    assertThat(administration.takes(FrameKind.LIST_USERS)).isTrue();
    assertThat(administration.takes(FrameKind.LOGIN)).isFalse();
    assertThat(refusal(() -> answer(ann, FrameKind.LIST_USERS, list))).isEqualTo(ErrorCode.DENIED);
    assertThat(refusal(() -> change(ann, "root", ChangeUser.newBuilder().setDelete(true))))
        .isEqualTo(ErrorCode.DENIED);
    assertThat(refusal(() -> answer(tracker.connect(3), FrameKind.LIST_USERS, list)))
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
    assertThat(last().kind()).isEqualTo(AuditKind.ACCESS_DENIED);
    assertThat(last().details()).containsEntry("request", "change-user");
  }

  @Test
  void shouldListAccountsPageByPage() throws ProtocolException {
    tracker.commands.submit(SomeCommands.group("ann", "friends", 1)).join();

    UserList first = list(ListUsers.newBuilder().setLimit(1).build());
    UserList second = list(ListUsers.newBuilder().setAfter("ANN").build());

    assertThat(first.getUsersList())
        .containsExactly(
            UserEntry.newBuilder()
                .setUser("Ann")
                .setCreatedMillis(tracker.now())
                .setOwnedGroups(1)
                .build());
    assertThat(first.getMore()).isTrue();
    assertThat(second.getUsersList())
        .containsExactly(
            UserEntry.newBuilder()
                .setUser("Root")
                .setAdministrator(true)
                .setCreatedMillis(tracker.now())
                .build());
    assertThat(second.getMore()).isFalse();
  }

  @Test
  void shouldEndLoginsWhenPasswordIsReset() throws ProtocolException {
    ByteString token = tracker.login(ann, "ann", PASSWORD).getToken();

    change(root, "ANN", ChangeUser.newBuilder().setResetPassword("something new"));

    assertThat(ann.login()).isNull();
    assertThat(refusal(() -> tracker.authenticate(ann, token))).isEqualTo(ErrorCode.DENIED);
    assertThat(refusal(() -> tracker.login(ann, "ann", PASSWORD))).isEqualTo(ErrorCode.DENIED);
    tracker.login(ann, "ann", "something new");
    AuditEvent reset = tracker.audit.events().get(tracker.audit.events().size() - 4);
    assertThat(reset.kind()).isEqualTo(AuditKind.PASSWORD_RESET);
    assertThat(reset.details()).containsEntry("user", "root").containsEntry("account", "ann");
    assertThat(reset.toString()).doesNotContain("something new");
  }

  @Test
  void shouldKnowNoNodeAnyMoreWhenPasswordIsReset() throws ProtocolException {
    assertThat(lane("ann", ann)).isEqualTo(HashingLane.KNOWN);

    change(root, "ANN", ChangeUser.newBuilder().setResetPassword("something new"));

    assertThat(lane("ann", ann)).isEqualTo(HashingLane.STRANGERS);
  }

  @Test
  void shouldKnowNoNodeOfTheAccountThatHadTheNameBefore() throws ProtocolException {
    CompletableFuture<? extends MessageLite> late =
        tracker.ask(
            tracker.connect(3), FrameKind.LOGIN, AccountFixture.loginRequest("ann", PASSWORD));
    change(root, "ann", ChangeUser.newBuilder().setDelete(true));
    tracker.loop.runUntil(late);
    tracker.createUser(tracker.connect(4), "ann", "something new", "");

    assertThat(late).isCompletedExceptionally();
    assertThat(lane("ann", ann)).isEqualTo(HashingLane.STRANGERS);
    assertThat(lane("ann", tracker.connect(3))).isEqualTo(HashingLane.STRANGERS);
  }

  @Test
  void shouldKnowTheNodesOfAnAdministratorThatIsMade() throws ProtocolException {
    change(root, "ann", ChangeUser.newBuilder().setAdministrator(true));

    assertThat(lane("ann", ann)).isEqualTo(HashingLane.KNOWN);
  }

  @Test
  void shouldServeOneRequestAboutAccountsAtATime() throws ProtocolException {
    CompletableFuture<? extends MessageLite> reset =
        administration.serve(
            root,
            FrameKind.CHANGE_USER,
            ChangeUser.newBuilder().setUser("ann").setResetPassword("something new").build());

    assertThat(refusal(() -> change(root, "ann", ChangeUser.newBuilder().setDelete(true))))
        .isEqualTo(ErrorCode.BUSY);
    assertThat(refusal(() -> tracker.login(root, "root", PASSWORD))).isEqualTo(ErrorCode.BUSY);
    tracker.loop.runUntil(reset);
    assertThat(reset).isCompleted();
    tracker.login(root, "root", PASSWORD);
  }

  @Test
  void shouldRefusePasswordThatNobodyMayHaveBeforeItIsHashed() {
    long runs = tracker.pool.runs();

    assertThat(refusal(() -> change(root, "ann", ChangeUser.newBuilder().setResetPassword("ann"))))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(
            refusal(() -> change(root, "eve", ChangeUser.newBuilder().setResetPassword(PASSWORD))))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(tracker.pool.runs()).isEqualTo(runs);
  }

  @Test
  void shouldNotResetPasswordWhenLoginHasEndedMeanwhile() throws ProtocolException {
    CompletableFuture<? extends MessageLite> answer =
        administration.serve(
            root,
            FrameKind.CHANGE_USER,
            ChangeUser.newBuilder().setUser("ann").setResetPassword("something new").build());
    root.loggedOut();
    tracker.loop.runUntil(answer);

    assertThat(answer).isCompletedExceptionally();
    tracker.login(ann, "ann", PASSWORD);
  }

  @Test
  void shouldDeletePromoteAndDemote() throws ProtocolException {
    change(root, "ann", ChangeUser.newBuilder().setAdministrator(true));
    change(root, "ann", ChangeUser.newBuilder().setAdministrator(true));
    change(ann, "root", ChangeUser.newBuilder().setAdministrator(false));
    assertThat(refusal(() -> change(ann, "ann", ChangeUser.newBuilder().setDelete(true))))
        .isEqualTo(ErrorCode.CONFLICT);
    change(ann, "root", ChangeUser.newBuilder().setDelete(true));

    assertThat(root.login()).isNull();
    assertThat(tracker.view.accounts()).containsOnlyKeys("ann");
    assertThat(refusal(() -> tracker.login(root, "root", PASSWORD))).isEqualTo(ErrorCode.DENIED);
    assertThat(tracker.audit.kinds())
        .containsSubsequence(
            AuditKind.ADMINISTRATOR_MADE, AuditKind.ADMINISTRATOR_UNMADE, AuditKind.ACCOUNT_DELETED)
        .containsOnlyOnce(AuditKind.ADMINISTRATOR_MADE);
  }

  @Test
  void shouldRefuseWhatChangesNothing() {
    assertThat(refusal(() -> change(root, "ann", ChangeUser.newBuilder())))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> change(root, "ann", ChangeUser.newBuilder().setDelete(false))))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> change(root, "a b", ChangeUser.newBuilder().setDelete(true))))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> change(root, "eve", ChangeUser.newBuilder().setDelete(true))))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void shouldHoldAnAdministratorToAPace() throws ProtocolException {
    for (int i = 0; i < 100; i++) {
      change(root, "ann", ChangeUser.newBuilder().setAdministrator(true));
      change(root, "ann", ChangeUser.newBuilder().setAdministrator(false));
    }

    assertThat(refusal(() -> change(root, "ann", ChangeUser.newBuilder().setAdministrator(true))))
        .isEqualTo(ErrorCode.BUSY);
    tracker.pass(Duration.ofSeconds(1));
    change(root, "ann", ChangeUser.newBuilder().setAdministrator(true));
  }

  /** In which lane the next password waits that the node gives for the account. */
  private HashingLane lane(String user, FakeAsker node) throws ProtocolException {
    return tracker
        .parts
        .throttle()
        .tryAccount(user, node.address(), node.peer(), 1, tracker.parts.nowNanos().getAsLong());
  }

  private UserList list(ListUsers request) throws ProtocolException {
    return (UserList) answer(root, FrameKind.LIST_USERS, request);
  }

  private void change(FakeAsker asker, String user, ChangeUser.Builder change)
      throws ProtocolException {
    assertThat(answer(asker, FrameKind.CHANGE_USER, change.setUser(user).build()))
        .isEqualTo(UserChanged.getDefaultInstance());
  }

  private MessageLite answer(FakeAsker asker, FrameKind kind, MessageLite header)
      throws ProtocolException {
    CompletableFuture<? extends MessageLite> answer = administration.serve(asker, kind, header);
    tracker.loop.runUntil(answer);
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProtocolException reason) {
        throw reason;
      }
      throw e;
    }
  }

  private AuditEvent last() {
    return tracker.audit.events().get(tracker.audit.events().size() - 1);
  }
}
