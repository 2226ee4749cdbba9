package dev.shoal.peer.service;

import dev.shoal.peer.DownloadPriority;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a node does for people, whether it runs in this process, in another one, or not at all just
 * now: then what it remembers can be looked at and changed. Thread-safe.
 *
 * <p>Futures fail with a {@link dev.shoal.peer.ShoalException}: {@link
 * dev.shoal.peer.NotFoundException} for an id that there is not, {@link
 * dev.shoal.peer.DeniedException} for a path that is not allowed; or with {@link
 * IllegalArgumentException}, naming what is out of range. Listeners and dependents must not block.
 */
public interface NodeService {
  /** How the node is at this moment. */
  CompletableFuture<NodeStatus> status();

  /**
   * What is shared, in the order in which it came.
   *
   * @param after id of the last share of the page before; empty: from the beginning
   * @param limit most of them, 1 to 1,000
   */
  CompletableFuture<SharePage> shares(String after, int limit);

  /** One share. */
  CompletableFuture<ShareInfo> share(String id);

  /**
   * Shares a file from now on, also after a restart.
   *
   * @return completes as soon as that is remembered: {@link ShareInfo#state()} tells how far it is.
   *     A file that is shared already, with the same name and groups, keeps its id
   */
  CompletableFuture<ShareInfo> addShare(ShareRequest request);

  /** Shares a file no longer; it stays on disk. A file of a watched folder is not shared again. */
  CompletableFuture<ShareInfo> removeShare(String id);

  /**
   * Shares a file in one of its groups no longer; in its last one, not at all.
   *
   * @return fails with {@link dev.shoal.peer.NotFoundException} if it is not shared there
   */
  CompletableFuture<ShareInfo> withdraw(String id, String group);

  /** Limits what is sent of one file, bytes a second; 0: as the node's limit. */
  CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond);

  /**
   * The newest downloads that are remembered.
   *
   * @param before id of the first download of a page, for those before it; empty: the newest
   * @param limit most of them, 1 to 1,000
   */
  CompletableFuture<DownloadPage> downloads(String before, int limit);

  /** All downloads that are remembered, the first one's first. */
  default CompletableFuture<List<DownloadInfo>> downloads() {
    return downloads("", List.of());
  }

  private CompletableFuture<List<DownloadInfo>> downloads(String before, List<DownloadInfo> later) {
    return downloads(before, Pages.MOST)
        .thenCompose(
            page -> {
              List<DownloadInfo> all = new ArrayList<>(page.downloads());
              all.addAll(later);
              return page.next() == null
                  ? CompletableFuture.completedFuture(List.copyOf(all))
                  : downloads(page.next(), all);
            });
  }

  /** One download. */
  CompletableFuture<DownloadInfo> download(String id);

  /**
   * Fetches a file from now on, also after a restart. What nobody has yet is waited for.
   *
   * @return completes as soon as that is remembered
   */
  CompletableFuture<DownloadInfo> addDownload(DownloadRequest request);

  /** Stops fetching; what is verified stays, and it stays paused after a restart. */
  CompletableFuture<DownloadInfo> pause(String id);

  /** Goes on with what is paused, and tries again what has failed. */
  CompletableFuture<DownloadInfo> resume(String id);

  /**
   * Gives a download up and deletes what was fetched of it; one that is over is only forgotten, its
   * file stays.
   */
  CompletableFuture<DownloadInfo> cancel(String id);

  /** Limits what is fetched of one file, bytes a second; 0: as the node's limit. */
  CompletableFuture<DownloadInfo> limitDownload(String id, long bytesPerSecond);

  /** Says how much a download matters. */
  CompletableFuture<DownloadInfo> prioritize(String id, DownloadPriority priority);

  /** Which chunks of a download are here. */
  CompletableFuture<ChunkMap> chunks(String id);

  /** The node's limits, which stay after a restart. */
  CompletableFuture<TransferLimits> setLimits(TransferLimits limits);

  /** Whom the node is connected with. */
  CompletableFuture<List<PeerInfo>> peers();

  /**
   * The status log, the oldest entry first.
   *
   * @param after number of the last entry that is known; 0: all that are kept
   */
  CompletableFuture<List<LogEntry>> log(long after);

  /** Ends the node, as if its process were asked to end. Completes when it has begun to. */
  CompletableFuture<Void> stop();
}
