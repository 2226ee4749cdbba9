package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredKey;
import dev.shoal.tracker.internal.state.StoredLogin;
import dev.shoal.tracker.internal.state.StoredRemains;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** What is stored of accounts, logins, groups and keys. Changed by records, and in no other way. */
final class AccessTables {
  private final Table<StoredAccount> accounts;
  private final Table<StoredLogin> logins;
  private final Table<StoredKey> keys;
  private final Table<StoredRemains> remains;
  private final GroupTables groups;

  /** How many accounts are administrators'; not on disk. */
  private long administrators;

  private AccessTables(MVStore store) {
    accounts = new Table<>(store, "accounts", StoredAccount.parser());
    logins = new Table<>(store, "logins", StoredLogin.parser());
    keys = new Table<>(store, "keys", StoredKey.parser());
    remains = new Table<>(store, "remains", StoredRemains.parser());
    groups = new GroupTables(store);
  }

  /** Makes the tables where there are none yet. */
  static void create(MVStore store) {
    new AccessTables(store);
  }

  /**
   * Reads all records; what one refers to comes before it.
   *
   * @throws DamagedException if they are not what this class wrote
   */
  static AccessTables read(MVStore store, AccessFeed feed) throws DamagedException {
    AccessTables tables = new AccessTables(store);
    tables.read(
        (key, record) -> {
          RecordRules.check(tables, record);
          if (!AccessKeys.of(record).equals(key)) {
            throw new DamagedException("a record is out of place");
          }
          tables.administrators += record.getAccount().getAdministrator() ? 1 : 0;
          feed.accept(record);
        });
    tables.groups.count();
    return tables;
  }

  /**
   * Reads all records; what one refers to comes before it. What is left of groups that are gone is
   * passed over.
   */
  void read(Table.Reader<AccessChange> reader) throws DamagedException {
    accounts.read((key, each) -> reader.accept(key, change().setAccount(each).build()));
    logins.read((key, each) -> reader.accept(key, change().setLogin(each).build()));
    keys.read((key, each) -> reader.accept(key, change().setKey(each).build()));
    remains.read((key, each) -> reader.accept(key, change().setRemains(each).build()));
    groups.read(reader, this::isGone);
  }

  private static AccessChange.Builder change() {
    return AccessChange.newBuilder();
  }

  long accountCount() {
    return accounts.size();
  }

  long administratorCount() {
    return administrators;
  }

  /** The account, even if it has ended. */
  @Nullable StoredAccount account(String user) {
    return accounts.get(user);
  }

  /** The account, unless it has ended. */
  @Nullable StoredAccount activeAccount(String user) {
    StoredAccount account = accounts.get(user);
    return account == null || account.getEnded() ? null : account;
  }

  boolean isAdministrator(String user) {
    StoredAccount account = activeAccount(user);
    return account != null && account.getAdministrator();
  }

  @Nullable StoredLogin login(String user, ByteString tokenHash) {
    return logins.get(AccessKeys.login(user, tokenHash));
  }

  List<StoredLogin> logins(String user) {
    return logins.all(Prefixes.of(user));
  }

  /** Logins of whomever that are over, a number of them. */
  List<StoredLogin> expiredLogins(long nowMillis, int max) {
    return logins.first(max, login -> login.getExpiresMillis() <= nowMillis);
  }

  List<StoredKey> keys() {
    return keys.all("");
  }

  /** What is to be cleared away first; null if there is nothing. */
  @Nullable StoredRemains firstRemains() {
    return remains.first(1, each -> true).stream().findFirst().orElse(null);
  }

  /** Whether there is something to be cleared away of a group that is gone. */
  boolean hasRemains(ByteString group) {
    return hasRemains(group, "");
  }

  /** Whether there is something to be cleared away of a former member of a group. */
  boolean hasRemains(ByteString group, String user) {
    return remains.contains(AccessKeys.remains(group, user));
  }

  private boolean isGone(String group) {
    return remains.size() > 0 && remains.contains(Prefixes.of(group));
  }

  GroupTables groups() {
    return groups;
  }

  /** Whether there is a record with the key of that one. */
  boolean contains(AccessChange record) {
    String key = AccessKeys.of(record);
    return switch (record.getChangeCase()) {
      case ACCOUNT -> accounts.contains(key);
      case LOGIN -> logins.contains(key);
      case KEY -> keys.contains(key);
      case REMAINS -> remains.contains(key);
      default -> groups.contains(record, key);
    };
  }

  /** Follows a change. */
  void accept(AccessChange change) {
    switch (change.getChangeCase()) {
      case ACCOUNT -> put(change.getAccount(), AccessKeys.of(change));
      case ACCOUNT_GONE -> accounts.remove(change.getAccountGone().getUser());
      case LOGIN -> logins.put(AccessKeys.of(change), change.getLogin());
      case LOGIN_GONE ->
          logins.remove(
              AccessKeys.login(
                  change.getLoginGone().getUser(), change.getLoginGone().getTokenHash()));
      case GROUP -> groups.put(change.getGroup());
      case GROUP_GONE -> groups.remove(change.getGroupGone());
      case MEMBERSHIP -> groups.put(change.getMembership());
      case MEMBERSHIP_GONE -> groups.remove(change.getMembershipGone());
      case FILE -> groups.put(change.getFile());
      case FILE_GONE -> groups.remove(change.getFileGone());
      case SHARE -> groups.put(change.getShare());
      case SHARE_GONE -> groups.remove(change.getShareGone());
      case KEY -> keys.put(AccessKeys.of(change), change.getKey());
      case REMAINS -> remains.put(AccessKeys.of(change), change.getRemains());
      case REMAINS_GONE -> remains.remove(AccessKeys.of(change.getRemainsGone()));
      case CLEARED ->
          groups.clear(change.getCleared().getGroupId(), change.getCleared().getRecords());
      case KEY_GONE -> keys.remove(AccessKeys.key(change.getKeyGone().getKeyId()));
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change that changes nothing");
    }
  }

  private void put(StoredAccount account, String user) {
    administrators += account.getAdministrator() ? 1 : 0;
    administrators -= isAdministrator(user) ? 1 : 0;
    accounts.put(user, account);
  }
}
