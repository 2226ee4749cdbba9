package dev.shoal.tracker.internal.groups;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.tracker.internal.codec.FileIdWords;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * By what a group's file goes in the index: SHA-256 of the group's id and the file's. Nobody finds
 * a file of another group by choosing ids.
 */
final class GroupFileKeys {
  private final MessageDigest digest;

  GroupFileKeys() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The key of that file in that group. */
  FileIdWords of(GroupId group, FileId file) {
    digest.update(group.toBytes());
    return FileIdWords.of(FileId.fromBytes(digest.digest(file.toBytes())));
  }
}
