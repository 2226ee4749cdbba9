package dev.shoal.tracker.internal.access.account;

import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.UserCreated;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.login.HashingLane;
import dev.shoal.tracker.internal.access.login.PasswordRules;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.CreateAccount;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes accounts: for whom the terms allow it, and the first administrator's for its code. */
final class NewAccounts {
  private final AccountParts parts;

  NewAccounts(AccountParts parts) {
    this.parts = parts;
  }

  CompletableFuture<UserCreated> create(Asker asker, CreateUser request) throws ProtocolException {
    String name = request.getUser();
    boolean withCode = !request.getCode().isEmpty();
    AccountNames.check(name, "user");
    PasswordRules.checkNew(request.getPasswordBytes(), name);
    checkAllowed(asker, withCode);
    HashingLane lane = count(asker);
    if (withCode) {
      checkCode(asker, request.getCode());
    }
    if (parts.view().account(AccountNames.key(name)) != null) { // checked again when it is made
      throw new ProtocolException(ErrorCode.CONFLICT, "there is a user of that name already");
    }
    return parts
        .pool()
        .hash(lane, request.getPassword(), asker::isOpen)
        .thenCompose(
            hash ->
                parts
                    .commands()
                    .submit(
                        Command.newBuilder()
                            .setCreateAccount(
                                CreateAccount.newBuilder()
                                    .setName(name)
                                    .setPasswordHash(hash)
                                    .setAdministrator(withCode))))
        .thenApply(created -> created(asker, name, withCode));
  }

  private UserCreated created(Asker asker, String name, boolean withCode) {
    if (withCode) {
      parts.code().spend();
    }
    AuditKind kind = withCode ? AuditKind.ADMINISTRATOR_CREATED : AuditKind.ACCOUNT_CREATED;
    AuditEvent event = AuditEvent.of(kind, asker.address(), asker.peer()).with("account", name);
    @Nullable LoginView login = asker.login();
    parts.audit().record(login == null ? event : event.user(login.userKey()));
    return UserCreated.newBuilder().setAdministrator(withCode).build();
  }

  private void checkAllowed(Asker asker, boolean withCode) throws ProtocolException {
    if (withCode || !parts.terms().byAdministrator() || isAdministrator(asker)) {
      return;
    }
    Logins.required(asker);
    record(AuditKind.ACCESS_DENIED, asker);
    throw new ProtocolException(
        ErrorCode.DENIED, "on this tracker accounts are made by an administrator");
  }

  private HashingLane count(Asker asker) throws ProtocolException {
    long now = parts.nowNanos().getAsLong();
    if (isAdministrator(asker)) {
      parts.throttle().tryTrusted(now);
      return HashingLane.KNOWN;
    }
    try {
      parts.throttle().tryCreation(asker.address(), now);
      return HashingLane.STRANGERS;
    } catch (ProtocolException e) {
      record(AuditKind.LOGIN_THROTTLED, asker);
      throw e;
    }
  }

  /** Whether it was ever right and by whom it was spent is nobody's business. */
  private void checkCode(Asker asker, String code) throws ProtocolException {
    if (parts.view().hasAdministrator() || !parts.code().matches(code)) {
      record(AuditKind.ACCESS_DENIED, asker);
      throw new ProtocolException(
          ErrorCode.DENIED,
          "that is not this tracker's administrator code; it has one as long as it has no"
              + " administrator, and prints it at its start");
    }
  }

  private boolean isAdministrator(Asker asker) {
    @Nullable LoginView login = asker.login();
    @Nullable Account account = login == null ? null : parts.view().account(login.userKey());
    return account != null && account.administrator();
  }

  private void record(AuditKind kind, Asker asker) {
    parts
        .audit()
        .record(
            kind,
            () ->
                AuditEvent.of(kind, asker.address(), asker.peer()).with("request", "create-user"));
  }
}
