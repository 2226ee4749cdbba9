package dev.shoal.tracker.internal.access.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.protocol.wire.UserCreated;
import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessListener;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Group;
import dev.shoal.tracker.internal.access.LoginRecord;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.login.AdministratorCode;
import dev.shoal.tracker.internal.access.login.HashingCost;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.access.login.PasswordHasher;
import dev.shoal.tracker.internal.access.login.TestLoop;
import dev.shoal.tracker.internal.store.InstantCommitter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A tracker's accounts without a tracker: hashes cost nearly nothing, and time is the test's. */
final class AccountFixture implements AutoCloseable {
  static final Duration LOGIN_LIFE = Duration.ofDays(30);

  final TestLoop loop = new TestLoop();
  final FakeAudit audit = new FakeAudit();
  final InstantCommitter committer = new InstantCommitter();
  final AccessView view = new AccessView();
  final AdministratorCode code = AdministratorCode.random(new SecureRandom());
  final List<FakeAsker> connections = new ArrayList<>();
  final AccessCommands commands;
  final HashingPool pool;
  final AccountParts parts;
  final AccountRequests requests;
  private long millis = 1_700_000_000_000L;

  AccountFixture(boolean byAdministrator) {
    PasswordHasher hasher = new PasswordHasher(new HashingCost(8, 1, 1), new SecureRandom());
    pool = new HashingPool(hasher, new HashingPool.Limits(2, 4), loop);
    view.setListener(new LogOut());
    commands = new AccessCommands(view, committer, () -> millis, loop);
    parts =
        new AccountParts(
            new AccountTerms(byAdministrator, LOGIN_LIFE),
            view,
            commands,
            pool,
            new LoginThrottle(LoginThrottle.Limits.DEFAULT),
            code,
            new OneAtATime(),
            audit,
            new SecureRandom(),
            () -> TimeUnit.MILLISECONDS.toNanos(millis),
            () -> millis);
    requests = new AccountRequests(parts);
  }

  /** As the tracker does for its connections. */
  private final class LogOut implements AccessListener {
    @Override
    public void loginEnded(LoginRecord login) {
      for (FakeAsker connection : connections) {
        LoginView carried = connection.login();
        if (carried != null && carried.tokenHash().equals(login.tokenHash())) {
          connection.loggedOut();
        }
      }
    }

    @Override
    public void membershipEnded(Group group, String userKey) {}

    @Override
    public void epochChanged(Group group) {}

    @Override
    public void groupEnded(Group group) {}
  }

  /** A new connection of the node with that number. */
  FakeAsker connect(int node) {
    FakeAsker connection = new FakeAsker(node);
    connections.add(connection);
    return connection;
  }

  void pass(Duration time) {
    millis += time.toMillis();
  }

  long now() {
    return millis;
  }

  UserCreated createUser(FakeAsker asker, String user, String password, String withCode)
      throws ProtocolException {
    return (UserCreated)
        answer(
            asker,
            FrameKind.CREATE_USER,
            CreateUser.newBuilder().setUser(user).setPassword(password).setCode(withCode).build());
  }

  LoggedIn login(FakeAsker asker, String user, String password) throws ProtocolException {
    return (LoggedIn) answer(asker, FrameKind.LOGIN, loginRequest(user, password));
  }

  static Login loginRequest(String user, String password) {
    return Login.newBuilder().setUser(user).setPassword(password).build();
  }

  Authenticated authenticate(FakeAsker asker, ByteString token) throws ProtocolException {
    return (Authenticated)
        answer(asker, FrameKind.AUTHENTICATE, Authenticate.newBuilder().setToken(token).build());
  }

  void logout(FakeAsker asker, boolean everywhere) throws ProtocolException {
    answer(asker, FrameKind.LOGOUT, Logout.newBuilder().setEverywhere(everywhere).build());
  }

  void changePassword(FakeAsker asker, String from, String to) throws ProtocolException {
    answer(
        asker,
        FrameKind.CHANGE_PASSWORD,
        ChangePassword.newBuilder().setOldPassword(from).setNewPassword(to).build());
  }

  CompletableFuture<? extends MessageLite> ask(
      FakeAsker asker, FrameKind kind, MessageLite header) {
    return requests.serve(asker, kind, header);
  }

  MessageLite answer(FakeAsker asker, FrameKind kind, MessageLite header) throws ProtocolException {
    CompletableFuture<? extends MessageLite> answer = ask(asker, kind, header);
    loop.runUntil(answer);
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProtocolException reason) {
        throw reason;
      }
      throw e;
    }
  }

  /** The code with which a request is refused; fails if it is not. */
  static ErrorCode refusal(Asking asking) {
    try {
      asking.ask();
    } catch (ProtocolException e) {
      return e.code();
    }
    throw new AssertionError("it was not refused");
  }

  /** A request that may be refused. */
  @FunctionalInterface
  interface Asking {
    void ask() throws ProtocolException;
  }

  @Override
  public void close() {
    pool.close();
    pool.awaitEnd();
    committer.close();
  }
}
