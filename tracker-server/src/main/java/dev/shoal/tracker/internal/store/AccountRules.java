package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.BeginLogin;
import dev.shoal.tracker.internal.state.CreateAccount;
import dev.shoal.tracker.internal.state.EndLogins;
import dev.shoal.tracker.internal.state.SetPassword;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredLogin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Commands about accounts and logins. All checks of one come before it changes anything. */
final class AccountRules {
  /** Longest PHC string, characters. */
  private static final int MAX_PASSWORD_HASH = 512;

  /** Most logins that are over and ended by one command. */
  private static final int EXPIRED_AT_ONCE = 10_000;

  private static final Comparator<StoredLogin> BY_AGE =
      Comparator.comparingLong(StoredLogin::getBeganMillis).thenComparing(AccessKeys::of);

  private final AccessLimits limits;

  AccountRules(AccessLimits limits) {
    this.limits = limits;
  }

  void create(CreateAccount command, long nowMillis, AccessChanges changes)
      throws ProtocolException {
    AccessTables tables = changes.tables();
    AccountNames.check(command.getName(), "user");
    checkPasswordHash(command.getPasswordHash());
    checkNameIsFree(AccountNames.key(command.getName()), tables);
    if (command.getAdministrator() && tables.administratorCount() > 0) {
      throw new ProtocolException(ErrorCode.CONFLICT, "there is an administrator already");
    }
    if (tables.accountCount() >= limits.accounts()) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "there are as many accounts as the tracker keeps: " + limits.accounts());
    }
    changes.put(
        StoredAccount.newBuilder()
            .setName(command.getName())
            .setPasswordHash(command.getPasswordHash())
            .setAdministrator(command.getAdministrator())
            .setCreatedMillis(nowMillis)
            .build());
  }

  private static void checkNameIsFree(String user, AccessTables tables) throws ProtocolException {
    if (tables.activeAccount(user) != null) {
      throw new ProtocolException(ErrorCode.CONFLICT, "there is a user of that name already");
    }
    if (tables.account(user) != null) {
      throw new ProtocolException(
          ErrorCode.BUSY,
          "the user who had that name before is still being cleared away; try again in a moment");
    }
  }

  void setPassword(SetPassword command, AccessChanges changes) throws ProtocolException {
    StoredAccount account =
        account(command.getUser(), command.getOldPasswordHash(), changes.tables());
    checkPasswordHash(command.getPasswordHash());
    changes.put(account.toBuilder().setPasswordHash(command.getPasswordHash()).build());
    for (StoredLogin login : changes.tables().logins(command.getUser())) {
      if (!login.getTokenHash().equals(command.getKeptTokenHash())) {
        changes.end(login);
      }
    }
  }

  void begin(BeginLogin command, long nowMillis, AccessChanges changes) throws ProtocolException {
    StoredAccount account = account(command.getUser(), command.getPasswordHash(), changes.tables());
    checkLogin(command, nowMillis, changes.tables());
    if (!command.getNewPasswordHash().isEmpty()) {
      checkPasswordHash(command.getNewPasswordHash());
      changes.put(account.toBuilder().setPasswordHash(command.getNewPasswordHash()).build());
    }
    List<StoredLogin> left = new ArrayList<>();
    for (StoredLogin login : changes.tables().logins(command.getUser())) {
      if (login.getExpiresMillis() <= nowMillis
          || login.getTokenHash().equals(command.getEndedTokenHash())) {
        changes.end(login);
      } else {
        left.add(login);
      }
    }
    left.sort(BY_AGE);
    for (int i = 0; i <= left.size() - limits.loginsPerAccount(); i++) {
      changes.end(left.get(i));
    }
    changes.put(
        StoredLogin.newBuilder()
            .setTokenHash(command.getTokenHash())
            .setUser(command.getUser())
            .setPeerId(command.getPeerId())
            .setBeganMillis(nowMillis)
            .setExpiresMillis(command.getExpiresMillis())
            .build());
  }

  private static void checkLogin(BeginLogin command, long nowMillis, AccessTables tables)
      throws ProtocolException {
    ByteString tokenHash = command.getTokenHash();
    if (tokenHash.size() != RecordRules.HASH_LENGTH
        || command.getPeerId().size() != PeerId.LENGTH
        || command.getExpiresMillis() <= nowMillis
        || tables.login(command.getUser(), tokenHash) != null) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a login needs a token of its own, a peer and time to last");
    }
  }

  void end(EndLogins command, long nowMillis, AccessChanges changes) {
    AccessTables tables = changes.tables();
    if (command.getUser().isEmpty()) {
      tables.expiredLogins(nowMillis, EXPIRED_AT_ONCE).forEach(changes::end);
    } else if (command.getTokenHash().isEmpty()) {
      tables.logins(command.getUser()).forEach(changes::end);
    } else {
      StoredLogin login = tables.login(command.getUser(), command.getTokenHash());
      if (login != null) {
        changes.end(login);
      }
    }
  }

  /** The password may have been changed while it was compared with another one's hash. */
  private static StoredAccount account(String user, String passwordHash, AccessTables tables)
      throws ProtocolException {
    StoredAccount account = tables.activeAccount(user);
    if (account == null || !account.getPasswordHash().equals(passwordHash)) {
      throw AccessRefusals.wrongNameOrPassword();
    }
    return account;
  }

  static void checkPasswordHash(String hash) throws ProtocolException {
    if (hash.isBlank() || hash.length() > MAX_PASSWORD_HASH) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "an account needs a password's hash");
    }
  }
}
