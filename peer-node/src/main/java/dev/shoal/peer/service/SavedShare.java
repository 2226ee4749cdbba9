package dev.shoal.peer.service;

import dev.shoal.peer.NotFoundException;
import dev.shoal.protocol.PlainText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share as it is remembered. Immutable.
 *
 * @param name that was asked for, or empty
 * @param fileId of the content that was shared; null if it never was hashed
 * @param size bytes; -1 if unknown
 */
record SavedShare(
    String id,
    String path,
    String name,
    List<String> tags,
    List<String> groups,
    int chunkSize,
    long uploadLimit,
    ShareInfo.Origin origin,
    @Nullable String fileId,
    long size) {
  SavedShare {
    tags = List.copyOf(tags);
    groups = List.copyOf(groups);
  }

  /**
   * One that was asked for.
   *
   * @param size as it was seen
   */
  static SavedShare of(String id, ShareRequest request, ShareInfo.Origin origin, long size) {
    return new SavedShare(
        id,
        request.path(),
        request.name(),
        request.tags(),
        request.groups().stream().distinct().sorted().toList(),
        request.chunkSize(),
        request.uploadLimit(),
        origin,
        null,
        size);
  }

  /**
   * One of a file that was fetched.
   *
   * @param group whose members alone may have it; empty: everybody
   */
  static SavedShare fetched(
      String id, String path, String name, String group, @Nullable String fileId, long size) {
    List<String> groups = group.isEmpty() ? List.of() : List.of(group);
    ShareInfo.Origin origin = ShareInfo.Origin.DOWNLOADED;
    return new SavedShare(id, path, name, List.of(), groups, 0, 0, origin, fileId, size);
  }

  SavedShare withId(String value) {
    return new SavedShare(
        value, path, name, tags, groups, chunkSize, uploadLimit, origin, fileId, size);
  }

  SavedShare withUploadLimit(long value) {
    return new SavedShare(id, path, name, tags, groups, chunkSize, value, origin, fileId, size);
  }

  /** The same, though not in one of its groups. */
  SavedShare without(String group) {
    List<String> left = groups.stream().filter(other -> !other.equals(group)).toList();
    return new SavedShare(id, path, name, tags, left, chunkSize, uploadLimit, origin, fileId, size);
  }

  /**
   * Checks that it is shared in a group.
   *
   * @throws NotFoundException if it is not
   */
  void requireIn(String group) throws NotFoundException {
    if (!groups.contains(group)) {
      throw new NotFoundException(id + " is not shared in the group " + PlainText.of(group), null);
    }
  }

  SavedShare withContent(@Nullable String newFileId, long newSize) {
    return new SavedShare(
        id, path, name, tags, groups, chunkSize, uploadLimit, origin, newFileId, newSize);
  }
}
