package dev.shoal.peer.service;

import java.util.List;

/**
 * What a node remembers. Immutable.
 *
 * @param nextShare number of the next share's id
 * @param nextDownload number of the next download's id
 * @param notShared files of watched folders that somebody shares no longer
 * @param notFetched files of mirrored groups that somebody has given up
 */
record SavedState(
    long nextShare,
    long nextDownload,
    TransferLimits limits,
    List<SavedShare> shares,
    List<SavedDownload> downloads,
    List<String> notShared,
    List<String> notFetched) {
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

  /** Nothing. */
  static final SavedState EMPTY =
      new SavedState(1, 1, TransferLimits.NONE, List.of(), List.of(), List.of(), List.of());

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
    if (shares.size() > MOST_SHARES
        || downloads.size() > MOST_DOWNLOADS
        || notShared.size() > MOST_UNWANTED
        || notFetched.size() > MOST_UNWANTED) {
      throw new IllegalArgumentException("more is remembered than can be");
    }
  }

  SavedState withShares(List<SavedShare> value) {
    return new SavedState(nextShare, nextDownload, limits, value, downloads, notShared, notFetched);
  }

  SavedState withDownloads(List<SavedDownload> value) {
    return new SavedState(nextShare, nextDownload, limits, shares, value, notShared, notFetched);
  }

  SavedState withLimits(TransferLimits value) {
    return new SavedState(nextShare, nextDownload, value, shares, downloads, notShared, notFetched);
  }
}
