package dev.shoal.peer.service;

import java.nio.file.Path;
import java.util.List;

/**
 * A file to be shared. Immutable.
 *
 * @param path where it lies, absolute
 * @param name what others see; empty: the file's own
 * @param tags words it is found by
 * @param groups whose members alone see it; none: everybody
 * @param chunkSize offered first, bytes; 0: as fits the length
 * @param uploadLimit bytes a second; 0: as the node's
 */
public record ShareRequest(
    String path,
    String name,
    List<String> tags,
    List<String> groups,
    int chunkSize,
    long uploadLimit) {
  public ShareRequest {
    tags = List.copyOf(tags);
    groups = List.copyOf(groups);
  }

  /** The same of another path. */
  ShareRequest at(Path other) {
    return new ShareRequest(other.toString(), name, tags, groups, chunkSize, uploadLimit);
  }

  /** A file to be shared with everybody, as it is. */
  public static ShareRequest of(String path) {
    return new ShareRequest(path, "", List.of(), List.of(), 0, 0);
  }
}
