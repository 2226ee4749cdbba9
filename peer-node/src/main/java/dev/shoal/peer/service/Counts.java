package dev.shoal.peer.service;

/** Counts shares and downloads by how they stand. */
final class Counts {
  private Counts() {}

  static NodeStatus.ShareCounts ofShares(Iterable<Share> shares) {
    int shared = 0;
    int preparing = 0;
    int failed = 0;
    long bytes = 0;
    for (Share share : shares) {
      switch (share.state) {
        case SHARED -> {
          shared++;
          bytes += share.saved.size();
        }
        case PREPARING -> preparing++;
        case FAILED -> failed++;
      }
    }
    return new NodeStatus.ShareCounts(shared, preparing, failed, bytes);
  }

  static NodeStatus.DownloadCounts ofDownloads(Iterable<Fetch> downloads) {
    int active = 0;
    int waiting = 0;
    int paused = 0;
    int complete = 0;
    int failed = 0;
    for (Fetch fetch : downloads) {
      switch (fetch.state()) {
        case WAITING -> waiting++;
        case PAUSED -> paused++;
        case COMPLETE -> complete++;
        case FAILED, CANCELLED -> failed++;
        default -> active++;
      }
    }
    return new NodeStatus.DownloadCounts(active, waiting, paused, complete, failed);
  }
}
