package dev.shoal.peer.cli;

import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints when an account, a group or a group's list was changed; what does not
 * apply is left out.
 *
 * @param state what it is now, such as {@code created}
 * @param user whom it is about
 * @param group which it is about
 * @param name of a file
 * @param invitation a new code
 * @param gone whether the file has left the group's list
 */
record Change(
    String state,
    @Nullable String user,
    @Nullable String group,
    @Nullable String name,
    @Nullable String invitation,
    @Nullable Boolean gone) {
  static Change ofUser(String state, @Nullable String user) {
    return new Change(state, user, null, null, null, null);
  }

  static Change ofGroup(String state, AccountName group) {
    return new Change(state, null, group.text(), null, null, null);
  }

  static Change ofMember(String state, AccountName group, AccountName user) {
    return new Change(state, user.text(), group.text(), null, null, null);
  }

  static Change ofFile(String state, AccountName group, String name, boolean gone) {
    return new Change(state, null, group.text(), name, null, gone);
  }

  static Change ofInvitation(AccountName group, String code) {
    return new Change("invited", null, group.text(), null, code, null);
  }
}
