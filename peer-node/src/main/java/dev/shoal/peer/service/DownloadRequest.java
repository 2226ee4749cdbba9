package dev.shoal.peer.service;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.transport.RateLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file to be fetched. Immutable.
 *
 * @param what a file id, a link, or a name: a name is looked up in the group's list, or else in the
 *     tracker's catalogue, and waited for until exactly one file has it
 * @param path file to write, or an existing directory, absolute; empty: in the download directory,
 *     under the name that the link or the tracker gives
 * @param group whose members alone are asked; empty: whoever shares it with everybody
 * @param overwrite whether a file that is there may be replaced
 * @param keepSharing whether it is shared once it is here
 * @param sources peers to ask besides, {@code host:port}, and HTTP or HTTPS URLs of the same
 *     content
 * @param downloadLimit bytes a second; 0: as the node's
 * @param waitSeconds how long to wait for somebody who has it; -1: for ever
 */
public record DownloadRequest(
    String what,
    String path,
    String group,
    boolean overwrite,
    boolean keepSharing,
    List<String> sources,
    long downloadLimit,
    DownloadOrder order,
    DownloadPriority priority,
    long waitSeconds) {
  public DownloadRequest {
    sources = List.copyOf(sources);
  }

  /**
   * Checks that it makes sense; does not block.
   *
   * @throws IllegalArgumentException naming what makes none
   */
  void check() {
    Wanted.parse(what);
    Sources all = Sources.parse(sources);
    RateLimit.checked(downloadLimit);
    if (!path.isEmpty()) {
      PathPolicy.absolute(path);
    }
    if (waitSeconds < -1) {
      throw new IllegalArgumentException("waitSeconds is -1, for ever, or more");
    }
    if (!group.isEmpty() && !(all.peers().isEmpty() && all.urls().isEmpty())) {
      throw new IllegalArgumentException(
          "sources can't be given for a file of a group: only its members are asked");
    }
    DownloadOptions.defaults().withGroup(group);
  }

  /** The same to another path. */
  DownloadRequest at(Path other) {
    return new DownloadRequest(
        what,
        other.toString(),
        group,
        overwrite,
        keepSharing,
        sources,
        downloadLimit,
        order,
        priority,
        waitSeconds);
  }

  /** Fetches the same to the same place, in the way that a later request says. */
  DownloadRequest replaced(DownloadRequest later) {
    return new DownloadRequest(
        what,
        path,
        group,
        later.overwrite,
        later.keepSharing,
        later.sources,
        later.downloadLimit,
        later.order,
        later.priority,
        later.waitSeconds);
  }

  /** Fetches the same to the same place, and does what a later request says besides. */
  DownloadRequest merged(DownloadRequest later) {
    boolean forEver = waitSeconds < 0 || later.waitSeconds < 0;
    return new DownloadRequest(
        what,
        path,
        group,
        overwrite || later.overwrite,
        keepSharing || later.keepSharing,
        Stream.concat(sources.stream(), later.sources.stream()).distinct().toList(),
        downloadLimit,
        order,
        priority,
        forEver ? -1 : Math.max(waitSeconds, later.waitSeconds));
  }

  /** A file to be fetched into the download directory, however long it takes until it is there. */
  public static DownloadRequest of(String what) {
    return new DownloadRequest(
        what,
        "",
        "",
        false,
        true,
        List.of(),
        0,
        DownloadOrder.RAREST_FIRST,
        DownloadPriority.NORMAL,
        -1);
  }
}
