package dev.shoal.peer.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node at one moment. Immutable.
 *
 * @param running whether there is a node; if not, only what is remembered has meaning
 * @param version of the program
 * @param peerId 64 hex digits
 * @param address where it accepts connections, {@code host:port}
 * @param startedMillis since the epoch
 * @param trackers in the order of preference, {@code host:port}
 * @param tracker the one that knows it now; null if none does
 * @param dialable whether the tracker could reach it
 * @param user who is logged in at the tracker; null if nobody
 * @param traffic bytes sent and fetched
 * @param limits that it keeps to
 * @param shares how many there are, and how they stand
 * @param downloads how many there are, and how they stand
 * @param downloadDirectory where files are fetched to unless the request says otherwise
 * @param watched folders whose files are shared
 * @param mirrored groups whose files are fetched
 * @param filesUrl beginning of the URLs under which others get its public files over HTTP, ends
 *     with a slash; null if it has no such port
 */
public record NodeStatus(
    boolean running,
    String version,
    String peerId,
    String address,
    long startedMillis,
    List<String> trackers,
    @Nullable String tracker,
    boolean dialable,
    @Nullable String user,
    TrafficInfo traffic,
    TransferLimits limits,
    ShareCounts shares,
    DownloadCounts downloads,
    String downloadDirectory,
    List<WatchedFolder> watched,
    List<MirroredGroup> mirrored,
    @Nullable String filesUrl) {
  /**
   * What has moved since the node was started, and moves now.
   *
   * @param sentPerSecond bytes, lately
   * @param fetchedPerSecond bytes, lately
   */
  public record TrafficInfo(
      long sentBytes, long fetchedBytes, long sentPerSecond, long fetchedPerSecond) {}

  /**
   * Shares by how they stand.
   *
   * @param bytes of those that are served
   */
  public record ShareCounts(int shared, int preparing, int failed, long bytes) {}

  /**
   * Downloads by how they stand.
   *
   * @param waiting for somebody who has the file
   */
  public record DownloadCounts(int active, int waiting, int paused, int complete, int failed) {}

  /**
   * A folder whose files are shared.
   *
   * @param files shared from it
   * @param preparing files that are seen and not shared yet
   * @param problem why it can't be watched, or null
   */
  public record WatchedFolder(
      String directory, int files, int preparing, @Nullable String problem) {}

  /**
   * A group whose files are fetched into a folder.
   *
   * @param problem why its files can't be seen, or null
   */
  public record MirroredGroup(String group, String directory, @Nullable String problem) {}

  public NodeStatus {
    trackers = List.copyOf(trackers);
    watched = List.copyOf(watched);
    mirrored = List.copyOf(mirrored);
  }
}
