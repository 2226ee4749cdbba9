package dev.shoal.peer.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file that a node shares, is about to share, or can't. Immutable.
 *
 * @param id names this share at this node
 * @param fileId 64 hex digits; null while the file is hashed for the first time
 * @param name what others see
 * @param path where it lies
 * @param size bytes; -1 if the file can't be read
 * @param hashedBytes how far hashing is; the size once it is hashed
 * @param groups whose members alone see it; none: everybody
 * @param tags words it is found by
 * @param link to hand to others; null while there is no file id, and for files of groups
 * @param url under which it is had over HTTP; null if it is not
 * @param uploadLimit bytes a second; 0: as the node's
 * @param problem why it is not shared, or null
 */
public record ShareInfo(
    String id,
    @Nullable String fileId,
    String name,
    String path,
    long size,
    long hashedBytes,
    State state,
    Origin origin,
    List<String> groups,
    List<String> tags,
    @Nullable String link,
    @Nullable String url,
    long uploadLimit,
    @Nullable Problem problem) {
  public ShareInfo {
    groups = List.copyOf(groups);
    tags = List.copyOf(tags);
  }

  /** Where a share stands. */
  public enum State {
    /** It waits for its turn, or is hashed. */
    PREPARING,
    /** It is served. */
    SHARED,
    /** It can't be served; {@link ShareInfo#problem()} says why. */
    FAILED
  }

  /** How a share came about. */
  public enum Origin {
    /** Somebody shared it. */
    ADDED,
    /** It was downloaded. */
    DOWNLOADED,
    /** It lies in a watched folder. */
    WATCHED
  }
}
