package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.peer.internal.schedule.Wish;
import dev.shoal.peer.internal.schedule.Wishes;
import dev.shoal.transport.RateLimit;

/**
 * What the application wants of a download while it runs, and may change.
 *
 * @param limit of this download, within the node's; thread-safe
 * @param standing beside the node's other downloads; belongs to the download's loop
 * @param wishes what is wanted first; belong to the download's loop
 * @param readable what may be read by now; thread-safe
 */
record Demands(RateLimit limit, Standing standing, Wishes wishes, ReadableContent readable) {
  /** As the options say. */
  static Demands of(DownloadContext context, DownloadOptions options) {
    Wishes wishes = new Wishes();
    if (options.order() == DownloadOrder.SEQUENTIAL) {
      wishes.add(Wish.sequential());
    }
    return new Demands(
        context.downloads().inner(options.downloadLimit()),
        new Standing(context.priorities(), options.priority()),
        wishes,
        new ReadableContent());
  }

  /** How much may be asked for, given so much memory. */
  Allowance allowance(
      DownloadContext context, MemoryBudget.Account memory, int chunkSize, long nowNanos) {
    RequestPace pace = new RequestPace(limit, chunkSize, nowNanos);
    return new Allowance(memory, context.memory().totalBytes(), standing, pace, chunkSize);
  }
}
