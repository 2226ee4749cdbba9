package dev.shoal.peer.service;

import dev.shoal.peer.DownloadPriority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One download that a node remembers. Immutable.
 *
 * @param id names this download at this node
 * @param what was asked for: a file id, a link or a name
 * @param fileId 64 hex digits; null while only a name is known
 * @param name of its file; before that is decided, what it is called, or the file id
 * @param path where it is written; null while only a name is known
 * @param totalBytes -1 while that is not known
 * @param verifiedBytes on disk and verified
 * @param keptBytes of these, from earlier runs
 * @param fetchedBytes received in this run, whatever became of them
 * @param bytesPerSecond received lately
 * @param etaSeconds left at this rate; -1 while unknown
 * @param sources that gave something or are in use; at most 100, the busiest first
 * @param sourceCount in use now
 * @param group from whose members alone it comes, or empty
 * @param downloadLimit bytes a second; 0: as the node's
 * @param createdMillis since the epoch
 * @param endedMillis since the epoch; 0 while it is not over
 * @param problem why it failed or waits, or null
 * @param summary how it was fetched; null while it is not complete, or if the file was there
 */
public record DownloadInfo(
    String id,
    String what,
    @Nullable String fileId,
    String name,
    @Nullable String path,
    State state,
    long totalBytes,
    long verifiedBytes,
    long keptBytes,
    long fetchedBytes,
    long bytesPerSecond,
    long etaSeconds,
    List<SourceInfo> sources,
    int sourceCount,
    String group,
    DownloadPriority priority,
    long downloadLimit,
    long createdMillis,
    long endedMillis,
    @Nullable Problem problem,
    @Nullable DownloadSummary summary) {
  public DownloadInfo {
    sources = List.copyOf(sources);
  }

  /** Whether it is over, in whatever way. */
  public boolean isOver() {
    return state == State.COMPLETE || state == State.FAILED || state == State.CANCELLED;
  }

  /** Where a download stands. */
  public enum State {
    /** Nobody has it yet, or nobody can be asked. */
    WAITING,
    /** It is its turn next: it waits for memory. */
    QUEUED,
    /** What is on disk of it is looked at. */
    CHECKING,
    /** It is fetched. */
    DOWNLOADING,
    /** Somebody paused it. */
    PAUSED,
    /** All of it is here, and put in its place. */
    FINISHING,
    /** The file is in its place. */
    COMPLETE,
    /** It has failed; {@link NodeService#resume} tries again. */
    FAILED,
    /** It was given up. */
    CANCELLED
  }

  /**
   * Somebody it comes from.
   *
   * @param address {@code host:port}, or a URL
   * @param verifiedBytes that came from there
   * @param bytesPerSecond lately
   * @param connected whether it is in use now
   * @param problem of a URL: why it is not used now; null: it is, or may be
   */
  public record SourceInfo(
      String address,
      Kind kind,
      long verifiedBytes,
      long bytesPerSecond,
      boolean connected,
      @Nullable String problem) {
    /** What a source is. */
    public enum Kind {
      /** A node. */
      PEER,
      /** A web server. */
      HTTP
    }
  }
}
