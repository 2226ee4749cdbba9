package dev.shoal.tracker.internal.access.account;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.tracker.internal.access.AccessRequests;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.EndLogins;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests about accounts and logins, one at a time for each connection. */
public final class AccountRequests implements AccessRequests {
  private static final Logger log = LoggerFactory.getLogger(AccountRequests.class);

  private static final long SWEEP_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final AccountParts parts;
  private final LoginTally tally = new LoginTally();
  private final NewAccounts newAccounts;
  private final Logins logins;
  private final PasswordChanges passwordChanges;
  private long sweptMillis;

  /** Answers from those. */
  public AccountRequests(AccountParts parts) {
    this.parts = parts;
    this.newAccounts = new NewAccounts(parts);
    this.logins = new Logins(parts, tally);
    this.passwordChanges = new PasswordChanges(parts, tally);
    this.sweptMillis = parts.nowMillis().getAsLong();
  }

  @Override
  public boolean takes(FrameKind kind) {
    return switch (kind) {
      case CREATE_USER, LOGIN, AUTHENTICATE, LOGOUT, CHANGE_PASSWORD -> true;
      default -> false;
    };
  }

  @Override
  public CompletableFuture<? extends MessageLite> serve(
      Asker asker, FrameKind kind, MessageLite header) {
    return parts.oneAtATime().serve(asker, () -> begin(asker, kind, header));
  }

  /** What became of tries at passwords. */
  public LoginTally tally() {
    return tally;
  }

  /** Has logins dropped whose time is over, now and then: to be called at least every minute. */
  public void sweep() {
    long now = parts.nowMillis().getAsLong();
    if (now - sweptMillis >= SWEEP_MILLIS) {
      sweptMillis = now;
      parts
          .commands()
          .submit(Command.newBuilder().setEndLogins(EndLogins.getDefaultInstance()))
          .whenComplete(
              (outcome, failure) -> {
                if (failure != null) {
                  log.debug("logins that are over stay for another hour", failure);
                }
              });
    }
  }

  private CompletableFuture<? extends MessageLite> begin(
      Asker asker, FrameKind kind, MessageLite header) {
    try {
      return switch (kind) {
        case CREATE_USER -> newAccounts.create(asker, (CreateUser) header);
        case LOGIN -> logins.login(asker, (Login) header);
        case AUTHENTICATE ->
            CompletableFuture.completedFuture(logins.authenticate(asker, (Authenticate) header));
        case LOGOUT -> logins.logout(asker, (Logout) header);
        case CHANGE_PASSWORD -> passwordChanges.change(asker, (ChangePassword) header);
        default ->
            throw new ProtocolException(
                ErrorCode.UNKNOWN_KIND, "requests of the kind " + kind + " are not about accounts");
      };
    } catch (ProtocolException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
