package dev.shoal.tracker.internal.access.account;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.PasswordChanged;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.login.HashingLane;
import dev.shoal.tracker.internal.access.login.PasswordRules;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.SetPassword;
import java.util.concurrent.CompletableFuture;

/**
 * Gives accounts other passwords. Who asks is logged in, and proves nevertheless to know the
 * account's password: a machine may have been left alone.
 */
final class PasswordChanges {
  private final AccountParts parts;
  private final Tries tries;

  PasswordChanges(AccountParts parts, LoginTally tally) {
    this.parts = parts;
    this.tries = new Tries(parts, tally);
  }

  CompletableFuture<PasswordChanged> change(Asker asker, ChangePassword request)
      throws ProtocolException {
    LoginView login = Logins.required(asker);
    PasswordRules.checkGiven(request.getOldPasswordBytes());
    PasswordRules.checkNew(request.getNewPasswordBytes(), login.userKey());
    return tries
        .check(
            asker,
            login.userKey(),
            request.getOldPassword(),
            2,
            new ProtocolException(ErrorCode.DENIED, "the old password is wrong"))
        .thenCompose(
            account ->
                parts
                    .pool()
                    .hash(HashingLane.KNOWN, request.getNewPassword(), asker::isOpen)
                    .thenCompose(hash -> set(asker, login, account, hash)));
  }

  private CompletableFuture<PasswordChanged> set(
      Asker asker, LoginView login, Account account, String hash) {
    if (!login.equals(asker.login())) {
      return CompletableFuture.failedFuture(
          new ProtocolException(
              ErrorCode.LOGIN_REQUIRED, "this login has ended meanwhile: log in again"));
    }
    SetPassword.Builder set =
        SetPassword.newBuilder()
            .setUser(account.key())
            .setOldPasswordHash(account.passwordHash())
            .setPasswordHash(hash)
            .setKeptTokenHash(login.tokenHash());
    return parts
        .commands()
        .submit(Command.newBuilder().setSetPassword(set))
        .thenApply(
            done -> {
              parts
                  .audit()
                  .record(
                      AuditEvent.of(AuditKind.PASSWORD_CHANGED, asker.address(), asker.peer())
                          .user(account.key()));
              return PasswordChanged.getDefaultInstance();
            });
  }
}
