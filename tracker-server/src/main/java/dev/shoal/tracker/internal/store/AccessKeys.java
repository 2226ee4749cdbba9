package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.AccountNames;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import dev.shoal.tracker.internal.state.StoredLogin;
import dev.shoal.tracker.internal.state.StoredMembership;
import dev.shoal.tracker.internal.state.StoredRemains;
import dev.shoal.tracker.internal.state.StoredShare;
import java.util.HexFormat;

/**
 * Keys of the records about accounts and groups, in text: parts with slashes between them. Ids are
 * hexadecimal; the key of an account has no slash; a file's name, which may have some, comes last.
 */
final class AccessKeys {
  /** Comes after every digit. */
  private static final String LAST = "~";

  private AccessKeys() {}

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** The key of a record that is stored. */
  static String of(AccessChange record) {
    return switch (record.getChangeCase()) {
      case ACCOUNT -> AccountNames.key(record.getAccount().getName());
      case LOGIN -> of(record.getLogin());
      case GROUP -> hex(record.getGroup().getGroupId());
      case MEMBERSHIP -> of(record.getMembership());
      case FILE -> of(record.getFile());
      case SHARE -> of(record.getShare());
      case KEY -> key(record.getKey().getKeyId());
      case REMAINS -> of(record.getRemains());
      case LOGIN_GONE,
          GROUP_GONE,
          MEMBERSHIP_GONE,
          FILE_GONE,
          SHARE_GONE,
          KEY_GONE,
          ACCOUNT_GONE,
          REMAINS_GONE,
          CLEARED,
          CHANGE_NOT_SET ->
          throw new IllegalArgumentException(record.getChangeCase() + " is no record");
    };
  }

  static String of(StoredLogin login) {
    return login(login.getUser(), login.getTokenHash());
  }

  static String login(String user, ByteString tokenHash) {
    return Prefixes.of(user) + hex(tokenHash);
  }

  static String of(StoredMembership membership) {
    return membership(membership.getGroupId(), membership.getUser());
  }

  static String membership(ByteString group, String user) {
    return Prefixes.of(hex(group)) + user;
  }

  static String of(StoredGroupFile file) {
    return file(file.getGroupId(), file.getFileId());
  }

  static String file(ByteString group, ByteString file) {
    return Prefixes.of(hex(group)) + hex(file);
  }

  static String fileName(ByteString group, String name) {
    return Prefixes.of(hex(group)) + name;
  }

  /** Who shares a file come one after the other. */
  static String of(StoredShare share) {
    return Prefixes.of(hex(share.getGroupId()), hex(share.getFileId())) + share.getUser();
  }

  /** What somebody shares comes one after the other. */
  static String byUser(StoredShare share) {
    return Prefixes.of(hex(share.getGroupId()), share.getUser()) + hex(share.getFileId());
  }

  /** Those of groups and their members come before those of accounts. */
  static String of(StoredRemains remains) {
    return remains.getGroupId().isEmpty()
        ? LAST + remains.getUser()
        : remains(remains.getGroupId(), remains.getUser());
  }

  static String remains(ByteString group, String user) {
    return Prefixes.of(hex(group)) + user;
  }

  static String key(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }
}
