package dev.shoal.peer.service;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a node remembers, while it does not run: can be looked at and changed, and is taken up with
 * the next start. Nobody else can do so until this is closed.
 */
public final class RestingNode implements NodeService, AutoCloseable {
  private RestingNode() {}

  /**
   * Opens what a data directory remembers; blocks.
   *
   * @throws StorageException with {@link StorageException.Reason#IN_USE} if a node runs there, or
   *     with what the disk says
   */
  public static RestingNode open(Path dataDirectory) throws StorageException {
    return new RestingNode();
  }

  private static <T> CompletableFuture<T> notYet() {
    return CompletableFuture.failedFuture(new IllegalStateException("not yet"));
  }

  @Override
  public CompletableFuture<NodeStatus> status() {
    return notYet();
  }

  @Override
  public CompletableFuture<SharePage> shares(String after, int limit) {
    return notYet();
  }

  @Override
  public CompletableFuture<ShareInfo> share(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<ShareInfo> addShare(ShareRequest request) {
    return notYet();
  }

  @Override
  public CompletableFuture<ShareInfo> removeShare(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond) {
    return notYet();
  }

  @Override
  public CompletableFuture<List<DownloadInfo>> downloads() {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> download(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> addDownload(DownloadRequest request) {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> pause(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> resume(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> cancel(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> limitDownload(String id, long bytesPerSecond) {
    return notYet();
  }

  @Override
  public CompletableFuture<DownloadInfo> prioritize(String id, DownloadPriority priority) {
    return notYet();
  }

  @Override
  public CompletableFuture<ChunkMap> chunks(String id) {
    return notYet();
  }

  @Override
  public CompletableFuture<TransferLimits> setLimits(TransferLimits limits) {
    return notYet();
  }

  @Override
  public CompletableFuture<List<PeerInfo>> peers() {
    return notYet();
  }

  @Override
  public CompletableFuture<List<LogEntry>> log(long after) {
    return notYet();
  }

  @Override
  public CompletableFuture<Void> stop() {
    return notYet();
  }

  /** Lets others at it. */
  @Override
  public void close() {}
}
