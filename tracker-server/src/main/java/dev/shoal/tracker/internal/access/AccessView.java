package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.GroupId;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredKey;
import dev.shoal.tracker.internal.state.StoredLogin;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The loop's picture of accounts, logins, groups and keys. It follows what is on disk: it is
 * changed by what came of commands, and by nothing else.
 */
public final class AccessView {
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<ByteString, LoginRecord> logins = new HashMap<>();
  private final Map<Integer, SigningKey> keys = new TreeMap<>();
  private final GroupTable groups = new GroupTable();
  private boolean hasAdministrator;
  private @Nullable AccessListener listener;

  /** Tells that one from now on. */
  public void setListener(AccessListener newListener) {
    listener = newListener;
    groups.setListener(newListener);
  }

  /** The account with that key, or null. */
  public @Nullable Account account(String userKey) {
    return accounts.get(userKey);
  }

  /** How many accounts there are. */
  public int accountCount() {
    return accounts.size();
  }

  /** Whether any account is an administrator's. */
  public boolean hasAdministrator() {
    return hasAdministrator;
  }

  /** The login whose token has that hash, or null; its time may be over. */
  public @Nullable LoginRecord login(ByteString tokenHash) {
    return logins.get(tokenHash);
  }

  /** How many logins there are, with those that are over and were not dropped yet. */
  public int loginCount() {
    return logins.size();
  }

  /** The group with that id, or null. */
  public @Nullable Group group(GroupId id) {
    return groups.get(id);
  }

  /** The group of that name in any spelling, or null; the asker may not be one who may see it. */
  public @Nullable Group group(String name) {
    return groups.get(AccountNames.key(name));
  }

  /**
   * Groups that the account may see, by their keys. Takes as long as there are results to give,
   * whatever else there is.
   *
   * @param after the key that comes before all of them
   */
  public List<Group> visibleGroups(String userKey, String after, int max) {
    return groups.visibleTo(userKey, after, max);
  }

  /** How many groups there are. */
  public int groupCount() {
    return groups.size();
  }

  /** The keys that capabilities are signed with, the one that signs last; some may be over. */
  public List<SigningKey> keys() {
    return keys.values().stream().sorted(Comparator.comparingLong(SigningKey::fromMillis)).toList();
  }

  /** Follows a change. */
  public void accept(AccessChange change) {
    switch (change.getChangeCase()) {
      case ACCOUNT -> put(change.getAccount());
      case LOGIN -> put(change.getLogin());
      case LOGIN_GONE -> endLogin(change.getLoginGone().getTokenHash());
      case KEY -> put(change.getKey());
      case KEY_GONE -> keys.remove(change.getKeyGone().getKeyId());
      case GROUP, GROUP_GONE, MEMBERSHIP, MEMBERSHIP_GONE, FILE, FILE_GONE, SHARE, SHARE_GONE ->
          groups.accept(change);
      case CHANGE_NOT_SET -> {}
    }
  }

  private void put(StoredAccount stored) {
    Account account = Account.of(stored);
    accounts.put(account.key(), account);
    hasAdministrator |= account.administrator();
  }

  private void put(StoredLogin stored) {
    LoginRecord login = LoginRecord.of(stored);
    logins.put(login.tokenHash(), login);
  }

  private void endLogin(ByteString tokenHash) {
    LoginRecord login = logins.remove(tokenHash);
    if (login != null && listener != null) {
      listener.loginEnded(login);
    }
  }

  private void put(StoredKey stored) {
    SigningKey key = SigningKey.of(stored);
    keys.put(key.keyId(), key);
  }
}
