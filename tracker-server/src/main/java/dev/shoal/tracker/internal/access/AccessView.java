package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.GroupId;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredKey;
import dev.shoal.tracker.internal.state.StoredLogin;
import dev.shoal.tracker.internal.state.StoredRemains;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The loop's picture of accounts, logins, groups and keys. It follows what is on disk: it is
 * changed by what came of commands, and by nothing else.
 */
public final class AccessView {
  private final TreeMap<String, Account> accounts = new TreeMap<>();
  private final Map<ByteString, LoginRecord> logins = new HashMap<>();
  private final Map<Integer, SigningKey> keys = new TreeMap<>();
  private final GroupTable groups = new GroupTable();

  /** What has ended and is still to be cleared away from the disk. */
  private final Set<StoredRemains> remains = new HashSet<>();

  private boolean hasAdministrator;
  private @Nullable AccessListener listener;

  /** Tells that one from now on. */
  public void setListener(AccessListener newListener) {
    listener = newListener;
    groups.setListener(newListener);
  }

  /** Tells that one from now on when there is something for {@link #work} to do. */
  public void whenWorkArises(Runnable action) {
    groups.whenWorkArises(action);
  }

  /**
   * Works off what groups have left that are gone.
   *
   * @param max members: a slice small enough not to hold up requests
   * @return whether there is more
   */
  public boolean work(int max) {
    return groups.work(max);
  }

  /** Whether there is something to be cleared away from the disk. */
  public boolean hasRemains() {
    return !remains.isEmpty();
  }

  /** The account with that key, or null; one that has ended is none. */
  public @Nullable Account account(String userKey) {
    return accounts.get(userKey);
  }

  /** How many accounts there are. */
  public int accountCount() {
    return accounts.size();
  }

  /** Accounts by their keys. */
  public NavigableMap<String, Account> accounts() {
    return Collections.unmodifiableNavigableMap(accounts);
  }

  /** How many groups the account owns. */
  public int groupsOwnedBy(String userKey) {
    return groups.ownedBy(userKey);
  }

  /** Whether the account is there, and an administrator's. */
  public boolean isAdministrator(String userKey) {
    Account account = accounts.get(userKey);
    return account != null && account.administrator();
  }

  /** Whether any account is an administrator's. Once there is one there always is. */
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

  /** Whether the account may know that the group exists: an administrator knows of all. */
  public boolean isVisible(Group group, String userKey) {
    return group.isVisibleTo(userKey) || isAdministrator(userKey);
  }

  /**
   * Groups that the account may see, by their keys. Takes as long as there are results to give,
   * whatever else there is.
   *
   * @param after the key that comes before all of them
   */
  public List<Group> visibleGroups(String userKey, String after, int max) {
    return isAdministrator(userKey)
        ? groups.all(after, max)
        : groups.visibleTo(userKey, after, max);
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
      case ACCOUNT_GONE -> accounts.remove(change.getAccountGone().getUser());
      case LOGIN -> put(change.getLogin());
      case LOGIN_GONE -> endLogin(change.getLoginGone().getTokenHash());
      case KEY -> put(change.getKey());
      case KEY_GONE -> keys.remove(change.getKeyGone().getKeyId());
      case GROUP, GROUP_GONE, MEMBERSHIP, MEMBERSHIP_GONE, FILE, FILE_GONE, SHARE, SHARE_GONE ->
          groups.accept(change);
      case REMAINS -> remains.add(nameOf(change.getRemains()));
      case REMAINS_GONE -> remains.remove(nameOf(change.getRemainsGone()));
      case CLEARED, CHANGE_NOT_SET -> {} // nobody sees what is cleared away
    }
  }

  private void put(StoredAccount stored) {
    Account account = Account.of(stored);
    if (stored.getEnded()) {
      accounts.remove(account.key());
      return;
    }
    accounts.put(account.key(), account);
    hasAdministrator |= account.administrator();
  }

  /** Without how far it is cleared away. */
  private static StoredRemains nameOf(StoredRemains stored) {
    return stored.toBuilder().clearClearedGroupId().build();
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
