package dev.shoal.tracker.internal.access.account;

import static dev.shoal.tracker.internal.access.account.AccountFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.login.HashingCost;
import dev.shoal.tracker.internal.access.login.PasswordHasher;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CreateAccount;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountRequestsTest {
  private static final String PASSWORD = "correct horse";

  private final AccountFixture tracker = new AccountFixture(false);
  private final FakeAsker alice = tracker.connect(1);

  @AfterEach
  void close() {
    tracker.close();
  }

  // --- Accounts ---

  @Test
  void shouldMakeAnAccountThatLogsIn() throws ProtocolException {
    assertThat(tracker.createUser(alice, "Alice", PASSWORD, "").getAdministrator()).isFalse();
    assertThat(alice.login()).isNull();
    LoggedIn answer = tracker.login(alice, "aLICE", PASSWORD);
    assertThat(answer.getUser()).isEqualTo("Alice");
    assertThat(answer.getToken().size()).isEqualTo(32);
    assertThat(answer.getNowMillis()).isEqualTo(tracker.now());
    assertThat(answer.getExpiresMillis())
        .isEqualTo(tracker.now() + AccountFixture.LOGIN_LIFE.toMillis());
    assertThat(alice.carried().userKey()).isEqualTo("alice");
    assertThat(tracker.audit.kinds()).containsExactly(AuditKind.ACCOUNT_CREATED, AuditKind.LOGIN);
  }

  @Test
  void shouldNotMakeTwoAccountsOfOneName() throws ProtocolException {
    tracker.createUser(alice, "Alice", PASSWORD, "");
    assertThat(refusal(() -> tracker.createUser(tracker.connect(2), "alice", PASSWORD, "")))
        .isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void shouldMakeOneOfTwoAccountsOfOneNameThatAreAskedForAtOnce() throws ProtocolException {
    FakeAsker other = tracker.connect(2);
    CompletableFuture<? extends MessageLite> first = create(alice, "alice");
    CompletableFuture<? extends MessageLite> second = create(other, "Alice");
    tracker.loop.runUntil(first);
    tracker.loop.runUntil(second);
    assertThat(first.isCompletedExceptionally()).isNotEqualTo(second.isCompletedExceptionally());
    assertThat(tracker.view.accountCount()).isEqualTo(1);
  }

  private CompletableFuture<? extends MessageLite> create(FakeAsker asker, String user) {
    return tracker.ask(
        asker,
        FrameKind.CREATE_USER,
        CreateUser.newBuilder().setUser(user).setPassword(PASSWORD).build());
  }

  @Test
  void shouldRefuseBadNamesAndPasswordsWithoutHashing() {
    assertThat(refusal(() -> tracker.createUser(alice, "../alice", PASSWORD, "")))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> tracker.createUser(alice, "alice", "short", "")))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> tracker.createUser(alice, "alice.liddell", "ALICE.liddell", "")))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> tracker.login(alice, "alice\n", PASSWORD)))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal(() -> tracker.login(alice, "alice", "x".repeat(1025))))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(tracker.pool.runs()).isZero();
  }

  // --- The first administrator ---

  @Test
  void shouldMakeTheFirstAdministratorForItsCodeOnce() throws ProtocolException {
    String code = tracker.code.text().orElseThrow();
    assertThat(tracker.createUser(alice, "alice", PASSWORD, code).getAdministrator()).isTrue();
    assertThat(tracker.code.text()).isEmpty();
    assertThat(refusal(() -> tracker.createUser(tracker.connect(2), "bob", PASSWORD, code)))
        .isEqualTo(ErrorCode.DENIED);
    assertThat(tracker.login(alice, "alice", PASSWORD).getAdministrator()).isTrue();
    assertThat(tracker.audit.kinds())
        .containsExactly(AuditKind.ADMINISTRATOR_CREATED, AuditKind.ACCESS_DENIED, AuditKind.LOGIN);
  }

  @Test
  void shouldNotHashForAWrongCodeNorLetItBeGuessedFast() {
    int tries = 0;
    ErrorCode last = ErrorCode.DENIED;
    while (last == ErrorCode.DENIED) {
      tries++;
      last =
          refusal(() -> tracker.createUser(alice, "alice", PASSWORD, "AAAA-BBBB-CCCC-DDDD-EEEE"));
    }
    assertThat(last).isEqualTo(ErrorCode.BUSY);
    assertThat(tries).isEqualTo(11);
    assertThat(tracker.pool.runs()).isZero();
    assertThat(tracker.view.accountCount()).isZero();
  }

  @Test
  void shouldMakeOneAdministratorWhenTwoHaveTheCode() throws ProtocolException {
    String code = tracker.code.text().orElseThrow();
    FakeAsker other = tracker.connect(2);
    CompletableFuture<? extends MessageLite> first = create(alice, "alice", code);
    CompletableFuture<? extends MessageLite> second = create(other, "bob", code);
    tracker.loop.runUntil(first);
    tracker.loop.runUntil(second);
    assertThat(first.isCompletedExceptionally()).isNotEqualTo(second.isCompletedExceptionally());
    assertThat(tracker.view.accountCount()).isEqualTo(1);
  }

  private CompletableFuture<? extends MessageLite> create(
      FakeAsker asker, String user, String code) {
    return tracker.ask(
        asker,
        FrameKind.CREATE_USER,
        CreateUser.newBuilder().setUser(user).setPassword(PASSWORD).setCode(code).build());
  }

  @Test
  void shouldLetOnlyAdministratorsMakeAccountsWhereTheTermsSaySo() throws ProtocolException {
    try (AccountFixture closed = new AccountFixture(true)) {
      FakeAsker admin = closed.connect(1);
      FakeAsker bob = closed.connect(2);
      assertThat(refusal(() -> closed.createUser(bob, "bob", PASSWORD, "")))
          .isEqualTo(ErrorCode.LOGIN_REQUIRED);
      closed.createUser(admin, "root", PASSWORD, closed.code.text().orElseThrow());
      closed.login(admin, "root", PASSWORD);
      closed.createUser(admin, "bob", PASSWORD, "");
      closed.login(bob, "bob", PASSWORD);
      assertThat(refusal(() -> closed.createUser(bob, "carol", PASSWORD, "")))
          .isEqualTo(ErrorCode.DENIED);
      assertThat(closed.view.accountCount()).isEqualTo(2);
    }
  }

  // --- Guessing ---

  @Test
  void shouldTellNothingOfWhetherThereIsAnAccount() throws ProtocolException {
    tracker.createUser(alice, "alice", PASSWORD, "");
    long runs = tracker.pool.runs();
    FakeAsker guesser = tracker.connect(66);
    ProtocolException known = failure(() -> tracker.login(guesser, "alice", "wrong horse"));
    ProtocolException unknown = failure(() -> tracker.login(guesser, "nobody", "wrong horse"));
    assertThat(known.code()).isEqualTo(ErrorCode.DENIED).isEqualTo(unknown.code());
    assertThat(known).hasMessage(unknown.getMessage());
    assertThat(tracker.pool.runs()).isEqualTo(runs + 2);
    for (String user : new String[] {"alice", "nobody"}) {
      int through = 0;
      FakeAsker other = tracker.connect(user.length());
      while (refusal(() -> tracker.login(other, user, "wrong horse")) == ErrorCode.DENIED) {
        through++;
      }
      assertThat(through).as(user).isEqualTo(10);
    }
  }

  @Test
  void shouldThrottleBeforeItHashesAndTakeThatDown() throws ProtocolException {
    tracker.createUser(alice, "alice", PASSWORD, "");
    FakeAsker guesser = tracker.connect(66);
    long runs = tracker.pool.runs();
    for (int i = 0; i < 1000; i++) {
      String guess = "guess " + i;
      refusal(() -> tracker.login(guesser, "alice", guess));
    }
    assertThat(tracker.pool.runs() - runs).isEqualTo(10);
    assertThat(tracker.audit.kinds())
        .filteredOn(kind -> kind == AuditKind.LOGIN_THROTTLED)
        .hasSize(990);
    assertThatThrownBy(() -> tracker.login(guesser, "alice", PASSWORD))
        .hasMessage("too many attempts; try again in 30 s");
    assertThat(tracker.login(alice, "alice", PASSWORD).getUser()).isEqualTo("alice");
  }

  @Test
  void shouldTakeDownWhoTriedWhatFromWhereWithoutTheirPasswords() throws ProtocolException {
    tracker.createUser(alice, "alice", PASSWORD, "");
    refusal(() -> tracker.login(alice, "alice", "wrong horse"));
    tracker.login(alice, "alice", PASSWORD);
    tracker.changePassword(alice, PASSWORD, "battery staple");
    assertThat(tracker.audit.events().get(1).details())
        .containsEntry("user", "alice")
        .containsEntry("address", "10.0.0.1")
        .containsEntry("peer", alice.peer().toText());
    assertThat(tracker.audit.events().stream().map(AuditEvent::toString))
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain("horse")
                    .doesNotContain("staple")
                    .doesNotContain("argon2"));
  }

  @Test
  void shouldWorkOnOneRequestOfAConnectionAtATime() {
    CompletableFuture<? extends MessageLite> first =
        tracker.ask(alice, FrameKind.LOGIN, AccountFixture.loginRequest("alice", PASSWORD));
    assertThat(refusal(() -> tracker.login(alice, "alice", PASSWORD))).isEqualTo(ErrorCode.BUSY);
    tracker.loop.runUntil(first);
    assertThat(refusal(() -> tracker.login(alice, "alice", PASSWORD))).isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void shouldNotHashForAConnectionThatIsNoMore() {
    alice.close();
    assertThat(refusal(() -> tracker.login(alice, "alice", PASSWORD)))
        .isEqualTo(ErrorCode.CANCELLED);
    assertThat(tracker.pool.runs()).isZero();
  }

  @Test
  void shouldLeaveNoLoginWhoseTokenNobodyHeard() throws ProtocolException {
    tracker.createUser(alice, "alice", PASSWORD, "");
    CompletableFuture<? extends MessageLite> login =
        tracker.ask(alice, FrameKind.LOGIN, AccountFixture.loginRequest("alice", PASSWORD));
    alice.close();
    tracker.loop.runUntil(login);
    assertThat(tracker.view.loginCount()).isZero();
    assertThat(alice.login()).isNull();
  }

  // --- Logins ---

  @Test
  void shouldTakeALoginUpOnAnotherConnectionOfTheSameNode() throws ProtocolException {
    ByteString token = aliceLogsIn().getToken();
    FakeAsker again = tracker.connect(1);
    Authenticated answer = tracker.authenticate(again, token);
    assertThat(answer.getUser()).isEqualTo("alice");
    assertThat(again.login()).isEqualTo(alice.login());
  }

  @Test
  void shouldRefuseAStolenTokenLikeAnUnknownOne() throws ProtocolException {
    ByteString token = aliceLogsIn().getToken();
    FakeAsker thief = tracker.connect(66);
    ProtocolException stolen = failure(() -> tracker.authenticate(thief, token));
    ProtocolException unknown =
        failure(() -> tracker.authenticate(thief, ByteString.copyFrom(new byte[32])));
    ProtocolException short31 = failure(() -> tracker.authenticate(thief, token.substring(1)));
    assertThat(stolen.code()).isEqualTo(ErrorCode.DENIED);
    assertThat(stolen).hasMessage(unknown.getMessage()).hasMessage(short31.getMessage());
    assertThat(thief.login()).isNull();
    assertThat(tracker.audit.kinds()).contains(AuditKind.ACCESS_DENIED);
  }

  @Test
  void shouldKeepNoTokenOnlyItsHash() throws ProtocolException {
    ByteString token = aliceLogsIn().getToken();
    assertThat(tracker.view.login(token)).isNull();
    assertThat(tracker.view.login(Tokens.hash(token))).isNotNull();
  }

  @Test
  void shouldRefuseALoginWhoseTimeIsOver() throws ProtocolException {
    ByteString token = aliceLogsIn().getToken();
    tracker.pass(AccountFixture.LOGIN_LIFE.minusMillis(1));
    tracker.authenticate(tracker.connect(1), token);
    tracker.pass(Duration.ofMillis(1));
    assertThat(refusal(() -> tracker.authenticate(tracker.connect(1), token)))
        .isEqualTo(ErrorCode.DENIED);
    assertThat(tracker.view.loginCount()).isEqualTo(1);
    tracker.requests.sweep();
    assertThat(tracker.view.loginCount()).isZero();
  }

  @Test
  void shouldGiveEachLoginATokenOfItsOwnAndEndTheOneBefore() throws ProtocolException {
    ByteString first = aliceLogsIn().getToken();
    ByteString second = tracker.login(alice, "alice", PASSWORD).getToken();
    assertThat(second).isNotEqualTo(first);
    assertThat(alice.carried().tokenHash()).isEqualTo(Tokens.hash(second));
    assertThat(refusal(() -> tracker.authenticate(tracker.connect(1), first)))
        .isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void shouldEndAnotherUsersLoginWhenAConnectionLogsInAnew() throws ProtocolException {
    ByteString first = aliceLogsIn().getToken();
    tracker.createUser(alice, "bob", PASSWORD, "");
    tracker.login(alice, "bob", PASSWORD);
    assertThat(alice.carried().userKey()).isEqualTo("bob");
    assertThat(refusal(() -> tracker.authenticate(tracker.connect(1), first)))
        .isEqualTo(ErrorCode.DENIED);
  }

  @Test
  void shouldLogEveryConnectionOfALoginOut() throws ProtocolException {
    ByteString token = aliceLogsIn().getToken();
    FakeAsker again = tracker.connect(1);
    tracker.authenticate(again, token);
    FakeAsker elsewhere = tracker.connect(2);
    tracker.login(elsewhere, "alice", PASSWORD);
    tracker.logout(alice, false);
    assertThat(alice.login()).isNull();
    assertThat(again.login()).isNull();
    assertThat(elsewhere.login()).isNotNull();
    assertThat(refusal(() -> tracker.authenticate(again, token))).isEqualTo(ErrorCode.DENIED);
    tracker.login(alice, "alice", PASSWORD);
    tracker.logout(alice, true);
    assertThat(elsewhere.login()).isNull();
    assertThat(tracker.view.loginCount()).isZero();
    assertThat(tracker.audit.kinds()).contains(AuditKind.LOGOUT);
  }

  @Test
  void shouldNeedALoginToEndOneOrToChangeAPassword() {
    assertThat(refusal(() -> tracker.logout(alice, true))).isEqualTo(ErrorCode.LOGIN_REQUIRED);
    assertThat(refusal(() -> tracker.changePassword(alice, PASSWORD, "battery staple")))
        .isEqualTo(ErrorCode.LOGIN_REQUIRED);
  }

  // --- Passwords ---

  @Test
  void shouldChangeAPasswordAndEndTheOtherLogins() throws ProtocolException {
    aliceLogsIn();
    FakeAsker elsewhere = tracker.connect(2);
    ByteString other = tracker.login(elsewhere, "alice", PASSWORD).getToken();
    tracker.changePassword(alice, PASSWORD, "battery staple");
    assertThat(alice.login()).isNotNull();
    assertThat(elsewhere.login()).isNull();
    assertThat(refusal(() -> tracker.authenticate(elsewhere, other))).isEqualTo(ErrorCode.DENIED);
    assertThat(refusal(() -> tracker.login(elsewhere, "alice", PASSWORD)))
        .isEqualTo(ErrorCode.DENIED);
    assertThat(tracker.login(elsewhere, "alice", "battery staple").getUser()).isEqualTo("alice");
    assertThat(tracker.audit.kinds()).contains(AuditKind.PASSWORD_CHANGED);
  }

  @Test
  void shouldNotChangeAPasswordForAWrongOldOneNorABadNewOne() throws ProtocolException {
    aliceLogsIn();
    assertThatThrownBy(() -> tracker.changePassword(alice, "wrong horse", "battery staple"))
        .hasMessage("the old password is wrong")
        .extracting("code")
        .isEqualTo(ErrorCode.DENIED);
    assertThat(refusal(() -> tracker.changePassword(alice, PASSWORD, "short")))
        .isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(tracker.login(alice, "alice", PASSWORD).getUser()).isEqualTo("alice");
  }

  /** Whoever sits at a machine that is logged in. */
  @Test
  void shouldNotLetAPasswordBeGuessedByTakingALoginUpAgainAndAgain() throws ProtocolException {
    ByteString token = aliceLogsIn().getToken();
    int through = 0;
    ErrorCode last = ErrorCode.DENIED;
    while (last == ErrorCode.DENIED) {
      tracker.authenticate(alice, token);
      last = refusal(() -> tracker.changePassword(alice, "guess guess", "battery staple"));
      through++;
    }
    assertThat(last).isEqualTo(ErrorCode.BUSY);
    assertThat(through).isLessThanOrEqualTo(11);
  }

  @Test
  void shouldNotChangeAPasswordForALoginThatEndsMeanwhile() throws ProtocolException {
    aliceLogsIn();
    CompletableFuture<? extends MessageLite> change =
        tracker.ask(
            alice,
            FrameKind.CHANGE_PASSWORD,
            ChangePassword.newBuilder()
                .setOldPassword(PASSWORD)
                .setNewPassword("battery staple")
                .build());
    FakeAsker elsewhere = tracker.connect(1);
    tracker.connections.add(elsewhere);
    alice.loggedOut();
    tracker.loop.runUntil(change);
    assertThat(change).isCompletedExceptionally();
    assertThat(tracker.login(elsewhere, "alice", PASSWORD).getUser()).isEqualTo("alice");
  }

  @Test
  void shouldHashAPasswordAgainWhenNewOnesCostSomethingElse() throws ProtocolException {
    PasswordHasher earlier = new PasswordHasher(new HashingCost(16, 1, 1), new SecureRandom());
    tracker.commands.submit(
        Command.newBuilder()
            .setCreateAccount(
                CreateAccount.newBuilder()
                    .setName("alice")
                    .setPasswordHash(earlier.hash(PASSWORD))));
    FakeAsker elsewhere = tracker.connect(2);
    tracker.login(elsewhere, "alice", PASSWORD);
    assertThat(tracker.view.account("alice"))
        .isNotNull()
        .extracting(Account::passwordHash)
        .asString()
        .contains("$m=8,t=1,p=1$");
    assertThat(tracker.pool.runs()).isEqualTo(2);
    tracker.login(alice, "alice", PASSWORD);
    assertThat(tracker.pool.runs()).isEqualTo(3);
    assertThat(elsewhere.login()).isNotNull();
  }

  @Test
  void shouldFailWithoutALoginWhenTheDiskFails() throws ProtocolException {
    tracker.createUser(alice, "alice", PASSWORD, "");
    tracker.committer.failWith(ErrorCode.INTERNAL);
    assertThat(refusal(() -> tracker.login(alice, "alice", PASSWORD)))
        .isEqualTo(ErrorCode.INTERNAL);
    assertThat(alice.login()).isNull();
    assertThat(tracker.audit.kinds()).doesNotContain(AuditKind.LOGIN);
  }

  private LoggedIn aliceLogsIn() throws ProtocolException {
    tracker.createUser(alice, "alice", PASSWORD, "");
    return tracker.login(alice, "alice", PASSWORD);
  }

  private static ProtocolException failure(AccountFixture.Asking asking) {
    try {
      asking.ask();
    } catch (ProtocolException e) {
      return e;
    }
    throw new AssertionError("it was not refused");
  }
}
