package dev.shoal.peer.service;

import java.util.List;

/**
 * What a node remembers. Immutable.
 *
 * @param nextShare number of the next share's id
 * @param nextDownload number of the next download's id
 * @param notShared files of watched folders that somebody shares no longer
 * @param notFetched files of mirrored groups that somebody has given up
 * @param forMembers contents that are not shared with everybody because they lie in a watched
 *     folder
 */
record SavedState(
    long nextShare,
    long nextDownload,
    TransferLimits limits,
    List<SavedShare> shares,
    List<SavedDownload> downloads,
    List<String> notShared,
    List<String> notFetched,
    List<String> forMembers) {
  /** Most shares that are remembered; files of watched folders do not count. */
  static final int MOST_SHARES = 20_000;

  /** Most downloads that are remembered. */
  static final int MOST_DOWNLOADS = 10_000;

  /**
   * Most downloads that are over and remembered; of more, the ones that ended first are forgotten.
   */
  static final int MOST_OVER = 1000;

  /** Most files each that somebody does not want shared, or fetched. */
  static final int MOST_UNWANTED = 10_000;

  /** Most contents that came from groups; of more, the ones that came first are forgotten. */
  static final int MOST_FOR_MEMBERS = 100_000;

  /** Nothing. */
  static final SavedState EMPTY =
      new SavedState(1, 1, TransferLimits.NONE, List.of(), List.of(), List.of(), List.of());

  /** What a node remembers that had nothing to do with groups. */
  SavedState(
      long nextShare,
      long nextDownload,
      TransferLimits limits,
      List<SavedShare> shares,
      List<SavedDownload> downloads,
      List<String> notShared,
      List<String> notFetched) {
    this(nextShare, nextDownload, limits, shares, downloads, notShared, notFetched, List.of());
  }

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is out of bounds
   */
  SavedState {
    shares = List.copyOf(shares);
    downloads = List.copyOf(downloads);
    notShared = List.copyOf(notShared);
    notFetched = List.copyOf(notFetched);
    forMembers = List.copyOf(forMembers);
    if (shares.size() > MOST_SHARES
        || downloads.size() > MOST_DOWNLOADS
        || notShared.size() > MOST_UNWANTED
        || notFetched.size() > MOST_UNWANTED
        || forMembers.size() > MOST_FOR_MEMBERS) {
      throw new IllegalArgumentException("more is remembered than can be");
    }
  }

  SavedState withShares(List<SavedShare> value) {
    return new SavedState(
        nextShare, nextDownload, limits, value, downloads, notShared, notFetched, forMembers);
  }

  SavedState withDownloads(List<SavedDownload> value) {
    return new SavedState(
        nextShare, nextDownload, limits, shares, value, notShared, notFetched, forMembers);
  }

  SavedState withLimits(TransferLimits value) {
    return new SavedState(
        nextShare, nextDownload, value, shares, downloads, notShared, notFetched, forMembers);
  }
}
