package dev.shoal.tracker.internal.access.account;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.LoggedOut;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.LoginRecord;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.login.HashingLane;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.PasswordRules;
import dev.shoal.tracker.internal.state.BeginLogin;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.EndLogins;
import dev.shoal.tracker.internal.store.AccessRefusals;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins logins, has connections take them up, and ends them. Every login has a token of its own,
 * so that nobody can have another use one that they know already.
 */
final class Logins {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  /** One and the same sentence: it tells nobody whose token it is that they have. */
  private static final String NO_LOGIN =
      "this login is over, or it is none of this node's; log in again";

  private final AccountParts parts;
  private final LoginTally tally;
  private final Tries tries;

  Logins(AccountParts parts, LoginTally tally) {
    this.parts = parts;
    this.tally = tally;
    this.tries = new Tries(parts, tally);
  }

  CompletableFuture<LoggedIn> login(Asker asker, Login request) throws ProtocolException {
    AccountNames.check(request.getUser(), "user");
    PasswordRules.checkGiven(request.getPasswordBytes());
    return tries
        .check(
            asker,
            AccountNames.key(request.getUser()),
            request.getPassword(),
            1,
            AccessRefusals.wrongNameOrPassword())
        .thenCompose(
            account ->
                hashedAgain(asker, account, request.getPassword())
                    .thenCompose(hash -> begin(asker, account, hash)));
  }

  /** The password's hash as new ones are made, if its own is of another cost; or empty. */
  private CompletableFuture<String> hashedAgain(Asker asker, Account account, String password) {
    HashingPool pool = parts.pool();
    if (!pool.hasher().isOutdated(account.passwordHash())) {
      return CompletableFuture.completedFuture("");
    }
    try {
      parts.throttle().tryTrusted(parts.nowNanos().getAsLong());
      return pool.hash(HashingLane.KNOWN, password, asker::isOpen).exceptionally(busy -> "");
    } catch (ProtocolException e) {
      return CompletableFuture.completedFuture(""); // at another login, then
    }
  }

  private CompletableFuture<LoggedIn> begin(Asker asker, Account account, String newHash) {
    ByteString token = Tokens.random(parts.random());
    long now = parts.nowMillis().getAsLong();
    LoginView login =
        new LoginView(
            account.key(), Tokens.hash(token), now + parts.terms().loginLife().toMillis());
    @Nullable LoginView before = asker.login();
    BeginLogin.Builder begin =
        BeginLogin.newBuilder()
            .setUser(account.key())
            .setPasswordHash(account.passwordHash())
            .setNewPasswordHash(newHash)
            .setTokenHash(login.tokenHash())
            .setPeerId(ByteString.copyFrom(asker.peer().toBytes()))
            .setExpiresMillis(login.expiresMillis());
    if (before != null && before.userKey().equals(account.key())) {
      begin.setEndedTokenHash(before.tokenHash());
    }
    return parts
        .commands()
        .submit(Command.newBuilder().setBeginLogin(begin))
        .thenApply(
            begun -> {
              tally.accept();
              take(asker, login, before);
              record(AuditKind.LOGIN, asker, account.key());
              return LoggedIn.newBuilder()
                  .setToken(token)
                  .setExpiresMillis(login.expiresMillis())
                  .setNowMillis(parts.nowMillis().getAsLong())
                  .setUser(account.name())
                  .setAdministrator(account.administrator())
                  .build();
            });
  }

  /** A login whose token nobody is there to hear, or to use any more, is ended at once. */
  private void take(Asker asker, LoginView login, @Nullable LoginView before) {
    if (!asker.isOpen()) {
      endUnheard(login);
      return;
    }
    asker.loggedIn(login);
    if (before != null && !before.userKey().equals(login.userKey())) {
      endUnheard(before);
    }
  }

  Authenticated authenticate(Asker asker, Authenticate request) throws ProtocolException {
    long now = parts.nowMillis().getAsLong();
    @Nullable LoginRecord login =
        request.getToken().size() == Tokens.LENGTH
            ? parts.view().login(Tokens.hash(request.getToken()))
            : null;
    @Nullable Account account = login == null ? null : parts.view().account(login.userKey());
    if (login == null
        || account == null
        || !login.peer().equals(asker.peer())
        || login.expiresMillis() <= now) {
      parts
          .audit()
          .record(
              AuditKind.ACCESS_DENIED,
              () ->
                  AuditEvent.of(AuditKind.ACCESS_DENIED, asker.address(), asker.peer())
                      .with("request", "authenticate"));
      throw new ProtocolException(ErrorCode.DENIED, NO_LOGIN);
    }
    parts.throttle().recognised(account.key(), asker.peer(), parts.nowNanos().getAsLong());
    asker.loggedIn(login.view());
    return Authenticated.newBuilder()
        .setExpiresMillis(login.expiresMillis())
        .setNowMillis(now)
        .setUser(account.name())
        .setAdministrator(account.administrator())
        .build();
  }

  CompletableFuture<LoggedOut> logout(Asker asker, Logout request) throws ProtocolException {
    LoginView login = required(asker);
    EndLogins.Builder end = EndLogins.newBuilder().setUser(login.userKey());
    if (!request.getEverywhere()) {
      end.setTokenHash(login.tokenHash());
    }
    return parts
        .commands()
        .submit(Command.newBuilder().setEndLogins(end))
        .thenApply(
            ended -> {
              asker.loggedOut();
              parts
                  .audit()
                  .record(
                      AuditEvent.of(AuditKind.LOGOUT, asker.address(), asker.peer())
                          .user(login.userKey())
                          .with("everywhere", Boolean.toString(request.getEverywhere())));
              return LoggedOut.getDefaultInstance();
            });
  }

  /**
   * As whom the connection is logged in.
   *
   * @throws ProtocolException with {@link ErrorCode#LOGIN_REQUIRED} if it isn't
   */
  static LoginView required(Asker asker) throws ProtocolException {
    @Nullable LoginView login = asker.login();
    if (login == null) {
      throw new ProtocolException(ErrorCode.LOGIN_REQUIRED, "this needs a login: log in first");
    }
    return login;
  }

  private void endUnheard(LoginView login) {
    EndLogins.Builder end =
        EndLogins.newBuilder().setUser(login.userKey()).setTokenHash(login.tokenHash());
    parts
        .commands()
        .submit(Command.newBuilder().setEndLogins(end))
        .whenComplete(
            (ended, failure) -> {
              if (failure != null) {
                log.debug(
                    "a login that nobody has a use for lasts until its time is over", failure);
              }
            });
  }

  private void record(AuditKind kind, Asker asker, String userKey) {
    parts.audit().record(AuditEvent.of(kind, asker.address(), asker.peer()).user(userKey));
  }
}
