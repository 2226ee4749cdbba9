package dev.shoal.peer.service;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.StorageException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A node that stays running, in this process.
 *
 * <p>The {@link PeerNode} stays its maker's, who closes this first and then that: so what is under
 * way then is remembered as such, and goes on with the next start.
 */
public final class RunningNode implements NodeService, AutoCloseable {
  private final PeerNode node;
  private final RunningNodeConfig config;

  private RunningNode(PeerNode node, RunningNodeConfig config) {
    this.node = node;
    this.config = config;
  }

  /**
   * Takes up what the data directory remembers; blocks for a moment.
   *
   * @throws StorageException with {@link StorageException.Reason#IN_USE} if a node runs there
   *     already, or with what the disk says
   */
  public static RunningNode start(PeerNode node, RunningNodeConfig config) throws StorageException {
    return new RunningNode(node, config);
  }

  /** What it stands on. */
  public PeerNode peerNode() {
    return node;
  }

  /** The settings that it was started with. */
  public RunningNodeConfig config() {
    return config;
  }

  /** Is told of changes from now on. */
  public void addListener(ServiceListener listener) {}

  /** Is told of nothing any more. */
  public void removeListener(ServiceListener listener) {}

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

  /** Remembers what is under way and lets go of it. Blocks for a moment; nobody is told to stop. */
  @Override
  public void close() {}
}
