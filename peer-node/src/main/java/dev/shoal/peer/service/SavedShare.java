package dev.shoal.peer.service;

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

  SavedShare withUploadLimit(long value) {
    return new SavedShare(id, path, name, tags, groups, chunkSize, value, origin, fileId, size);
  }

  SavedShare withContent(@Nullable String newFileId, long newSize) {
    return new SavedShare(
        id, path, name, tags, groups, chunkSize, uploadLimit, origin, newFileId, newSize);
  }
}
