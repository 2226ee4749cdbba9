package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.ChangeAccount;
import dev.shoal.tracker.internal.state.StoredAccount;

/**
 * The command by which administrators change accounts. All checks come before it changes anything.
 */
final class AdministrationRules {
  private final RemainsRules remains;

  AdministrationRules(RemainsRules remains) {
    this.remains = remains;
  }

  void change(ChangeAccount command, AccessChanges changes) throws ProtocolException {
    AccessTables tables = changes.tables();
    if (!tables.isAdministrator(command.getUser())) {
      throw AccessRefusals.forAdministrators();
    }
    String user = AccountNames.key(command.getName());
    StoredAccount account = tables.activeAccount(user);
    if (account == null) {
      throw AccessRefusals.noSuchUser();
    }
    switch (command.getChangeCase()) {
      case PASSWORD_HASH -> {
        AccountRules.checkPasswordHash(command.getPasswordHash());
        changes.put(account.toBuilder().setPasswordHash(command.getPasswordHash()).build());
        endLogins(user, changes);
      }
      case DELETE -> delete(account, user, changes);
      case ADMINISTRATOR -> setAdministrator(account, command.getAdministrator(), changes);
      case CHANGE_NOT_SET ->
          throw new ProtocolException(ErrorCode.BAD_REQUEST, "the command changes nothing");
    }
  }

  private void delete(StoredAccount account, String user, AccessChanges changes)
      throws ProtocolException {
    AccessTables tables = changes.tables();
    checkNotLast(account, tables);
    long owned = tables.groups().ownedBy(user);
    if (owned > 0) {
      throw new ProtocolException(
          ErrorCode.CONFLICT,
          "the user owns " + owned + (owned == 1 ? " group" : " groups") + ": delete them first");
    }
    endLogins(user, changes);
    remains.end(account, user, changes);
  }

  private static void setAdministrator(
      StoredAccount account, boolean administrator, AccessChanges changes)
      throws ProtocolException {
    if (account.getAdministrator() == administrator) {
      return;
    }
    checkNotLast(account, changes.tables());
    changes.put(account.toBuilder().setAdministrator(administrator).build());
  }

  private static void checkNotLast(StoredAccount account, AccessTables tables)
      throws ProtocolException {
    if (account.getAdministrator() && tables.administratorCount() == 1) {
      throw new ProtocolException(
          ErrorCode.CONFLICT, "this is the last administrator: make another one first");
    }
  }

  private static void endLogins(String user, AccessChanges changes) {
    changes.tables().logins(user).forEach(changes::end);
  }
}
