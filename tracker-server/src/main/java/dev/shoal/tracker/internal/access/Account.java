package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.AccountNames;
import dev.shoal.tracker.internal.state.StoredAccount;

/**
 * A user's account. Immutable.
 *
 * @param name as it is written
 * @param passwordHash PHC string, for no log
 * @param administrator whether it may do what only the tracker's administrator may
 * @param createdMillis Unix time
 */
public record Account(String name, String passwordHash, boolean administrator, long createdMillis) {
  static Account of(StoredAccount stored) {
    return new Account(
        stored.getName(),
        stored.getPasswordHash(),
        stored.getAdministrator(),
        stored.getCreatedMillis());
  }

  /** The same for all spellings of its name. */
  public String key() {
    return AccountNames.key(name);
  }

  /** Without the password's hash. */
  @Override
  public String toString() {
    return "account " + name;
  }
}
