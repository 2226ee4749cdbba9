package dev.shoal.tracker.internal.figures;

import java.util.List;

/**
 * A tracker's figures at one moment, taken together on its loop. Immutable.
 *
 * @param connections open or being made
 * @param carriedSessions sessions that a connection carries
 * @param lostSessions sessions whose connection is lost, and that wait to be resumed
 * @param registrations what all sessions have registered, those of lost ones included
 * @param seeders registrations of whole files
 * @param swarms files that somebody has or watches
 * @param subscriptions to changes in swarms
 * @param pushes notices sent to subscribers so far
 * @param publishedFiles in the catalogue
 * @param warming whether peers may still be on their way back after a restart
 * @param indexing whether published files are still to be found by their words
 * @param requests so far
 * @param refused so far, before they were looked at
 * @param dials to peers, so far
 * @param store of what is kept on disk
 * @param access of accounts
 * @param newest some of the files published last, newest first
 */
public record TrackerFigures(
    int connections,
    int carriedSessions,
    int lostSessions,
    long registrations,
    long seeders,
    int swarms,
    int subscriptions,
    long pushes,
    int publishedFiles,
    boolean warming,
    boolean indexing,
    RequestCounts requests,
    RefusedFigures refused,
    DialFigures dials,
    StoreFigures store,
    AccessFigures access,
    List<NewFile> newest) {

  /** Registrations of parts of files. */
  public long leechers() {
    return registrations - seeders;
  }

  /**
   * Figures of what is kept on disk.
   *
   * @param queuedCommands changes that wait to be committed
   * @param queuedBytes their size
   * @param commits groups of changes that were committed
   * @param commands changes that were committed
   * @param failures commits that failed
   * @param commitSeconds what all commits took
   * @param lastCommitSeconds what the last one took
   * @param worstCommitSeconds what the one took that took longest
   */
  public record StoreFigures(
      int queuedCommands,
      long queuedBytes,
      long commits,
      long commands,
      long failures,
      double commitSeconds,
      double lastCommitSeconds,
      double worstCommitSeconds) {}

  /**
   * What the limits of connections and addresses have refused.
   *
   * @param connections turned away
   * @param requests that were too many or came too fast
   */
  public record RefusedFigures(long connections, long requests) {}

  /**
   * Attempts to find out whether peers can be dialled.
   *
   * @param begun attempts
   * @param reached of them those that found the peer
   * @param putOff attempts not made because there were too many
   */
  public record DialFigures(long begun, long reached, long putOff) {}

  /**
   * A file that was published lately, as its publisher describes it.
   *
   * @param id in its text form
   * @param length bytes
   * @param publishedMillis Unix time
   */
  public record NewFile(String id, String name, long length, long publishedMillis) {}
}
