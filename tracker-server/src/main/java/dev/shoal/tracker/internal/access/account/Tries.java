package dev.shoal.tracker.internal.access.account;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.login.HashingLane;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tries at an account's password: throttled, taken down, and the same to see and to wait for
 * whether there is such an account or not.
 */
final class Tries {
  private final AccountParts parts;
  private final LoginTally tally;

  Tries(AccountParts parts, LoginTally tally) {
    this.parts = parts;
    this.tally = tally;
  }

  /**
   * Checks a password.
   *
   * @param userKey of an account that may not exist
   * @param runs what is hashed for the request in all
   * @param refusal of a password that is wrong
   * @return the account as it was when this was begun; fails with {@link ErrorCode#DENIED} if the
   *     password is wrong
   * @throws ProtocolException with {@link ErrorCode#BUSY} if there were too many
   */
  CompletableFuture<Account> check(
      Asker asker, String userKey, String password, int runs, ProtocolException refusal)
      throws ProtocolException {
    HashingLane lane;
    try {
      lane =
          parts
              .throttle()
              .tryAccount(
                  userKey, asker.address(), asker.peer(), runs, parts.nowNanos().getAsLong());
    } catch (ProtocolException e) {
      tally.throttle();
      record(AuditKind.LOGIN_THROTTLED, asker, userKey);
      throw e;
    }
    @Nullable Account account = parts.view().account(userKey);
    String stored = account == null ? parts.pool().hasher().decoy() : account.passwordHash();
    return parts
        .pool()
        .matches(lane, stored, password, asker::isOpen)
        .thenCompose(
            matches -> {
              if (account == null || !matches) {
                tally.deny();
                record(AuditKind.LOGIN_FAILED, asker, userKey);
                return CompletableFuture.failedFuture(refusal);
              }
              succeeded(asker, account);
              return CompletableFuture.completedFuture(account);
            });
  }

  /** An account that was deleted, or has another password, meanwhile knows no node by this. */
  private void succeeded(Asker asker, Account account) {
    @Nullable Account present = parts.view().account(account.key());
    if (present != null && present.passwordHash().equals(account.passwordHash())) {
      parts
          .throttle()
          .succeeded(account.key(), asker.address(), asker.peer(), parts.nowNanos().getAsLong());
    }
  }

  private void record(AuditKind kind, Asker asker, String userKey) {
    parts
        .audit()
        .record(kind, () -> AuditEvent.of(kind, asker.address(), asker.peer()).user(userKey));
  }
}
