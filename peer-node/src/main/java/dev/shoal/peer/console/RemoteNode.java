package dev.shoal.peer.console;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.service.ChunkMap;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadPage;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.NodeLock;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.PeerInfo;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.SharePage;
import dev.shoal.peer.service.ShareRequest;
import dev.shoal.peer.service.TransferLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A node of the same owner that runs in another process, asked over its local API. Failures are the
 * same as that of a node in this process; once it has ended, they are {@link
 * dev.shoal.peer.UnreachableException}s. Thread-safe.
 */
public final class RemoteNode implements NodeService, AutoCloseable {
  /** More than a node takes to begin. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String SHARES = "shares";
  private static final String DOWNLOADS = "downloads";
  private static final String LIMIT = "limit";

  private final RemoteCalls calls;

  private RemoteNode(RemoteCalls calls) {
    this.calls = calls;
  }

  /**
   * Looks for the node that runs with a data directory; blocks for a moment. While another has the
   * directory's lock this looks again for some seconds: such a node begins, and has not said yet
   * where it is, or ends.
   *
   * @return empty if there is none, also if one has ended without taking back where it was: who
   *     listens there has to prove that it knows the token before it is told anything
   */
  public static Optional<RemoteNode> find(Path dataDirectory) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    return find(
        dataDirectory,
        () -> {
          LockSupport.parkNanos(PAUSE_NANOS);
          return System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted();
        });
  }

  /**
   * The same.
   *
   * @param pause between two looks; false: to look no more
   */
  static Optional<RemoteNode> find(Path dataDirectory, BooleanSupplier pause) {
    Optional<RemoteNode> found = look(dataDirectory);
    while (found.isEmpty() && NodeLock.isTaken(dataDirectory) && pause.getAsBoolean()) {
      found = look(dataDirectory);
    }
    return found;
  }

  private static Optional<RemoteNode> look(Path dataDirectory) {
    Optional<RemoteCalls> calls = new NodeFiles(dataDirectory).find().map(RemoteCalls::new);
    if (calls.isPresent() && !calls.get().isProven()) {
      calls.get().close();
      return Optional.empty();
    }
    return calls.map(RemoteNode::new);
  }

  /** URL of the node's page with the token, for its owner alone. */
  public String link() {
    return calls.endpoint().link();
  }

  /** Has the node take up the login that the data directory has now. Completes with whose it is. */
  public CompletableFuture<Optional<String>> refreshAccount() {
    return calls
        .call("POST", "/account/refresh", null, Answers.Login.class)
        .thenApply(login -> Optional.ofNullable(login.user()));
  }

  @Override
  public CompletableFuture<NodeStatus> status() {
    return get("/status", NodeStatus.class);
  }

  @Override
  public CompletableFuture<SharePage> shares(String after, int limit) {
    return get("/shares?after=" + RemoteCalls.encoded(after) + "&limit=" + limit, SharePage.class);
  }

  @Override
  public CompletableFuture<ShareInfo> share(String id) {
    return get(RemoteCalls.path(SHARES, id), ShareInfo.class);
  }

  @Override
  public CompletableFuture<ShareInfo> addShare(ShareRequest request) {
    return post(RemoteCalls.path(SHARES), request, ShareInfo.class);
  }

  @Override
  public CompletableFuture<ShareInfo> removeShare(String id) {
    return calls.call("DELETE", RemoteCalls.path(SHARES, id), null, ShareInfo.class);
  }

  @Override
  public CompletableFuture<ShareInfo> withdraw(String id, String group) {
    return calls.call(
        "DELETE", RemoteCalls.path(SHARES, id, "groups", group), null, ShareInfo.class);
  }

  @Override
  public CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond) {
    return put(
        RemoteCalls.path(SHARES, id, LIMIT),
        new Bodies.UploadRate(bytesPerSecond),
        ShareInfo.class);
  }

  @Override
  public CompletableFuture<DownloadPage> downloads(String before, int limit) {
    return get(
        "/downloads?before=" + RemoteCalls.encoded(before) + "&limit=" + limit, DownloadPage.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> download(String id) {
    return get(RemoteCalls.path(DOWNLOADS, id), DownloadInfo.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> addDownload(DownloadRequest request) {
    return post(RemoteCalls.path(DOWNLOADS), request, DownloadInfo.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> pause(String id) {
    return post(RemoteCalls.path(DOWNLOADS, id, "pause"), null, DownloadInfo.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> resume(String id) {
    return post(RemoteCalls.path(DOWNLOADS, id, "resume"), null, DownloadInfo.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> cancel(String id) {
    return calls.call("DELETE", RemoteCalls.path(DOWNLOADS, id), null, DownloadInfo.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> limitDownload(String id, long bytesPerSecond) {
    return put(
        RemoteCalls.path(DOWNLOADS, id, LIMIT),
        new Bodies.DownloadRate(bytesPerSecond),
        DownloadInfo.class);
  }

  @Override
  public CompletableFuture<DownloadInfo> prioritize(String id, DownloadPriority priority) {
    return put(
        RemoteCalls.path(DOWNLOADS, id, "priority"),
        new Bodies.Importance(priority),
        DownloadInfo.class);
  }

  @Override
  public CompletableFuture<ChunkMap> chunks(String id) {
    return get(RemoteCalls.path(DOWNLOADS, id, "chunks"), ChunkMap.class);
  }

  @Override
  public CompletableFuture<TransferLimits> setLimits(TransferLimits limits) {
    return put("/limits", limits, TransferLimits.class);
  }

  @Override
  public CompletableFuture<List<PeerInfo>> peers() {
    return get("/peers", Answers.PeerList.class).thenApply(Answers.PeerList::peers);
  }

  @Override
  public CompletableFuture<List<LogEntry>> log(long after) {
    return get("/log?after=" + after, Answers.LogPage.class).thenApply(Answers.LogPage::entries);
  }

  @Override
  public CompletableFuture<Void> stop() {
    return post("/stop", null, Answers.Done.class).thenAccept(done -> {});
  }

  private <T extends Record> CompletableFuture<T> get(String path, Class<T> type) {
    return calls.call("GET", path, null, type);
  }

  private <T extends Record> CompletableFuture<T> put(String path, Object body, Class<T> type) {
    return calls.call("PUT", path, body, type);
  }

  private <T extends Record> CompletableFuture<T> post(
      String path, @Nullable Object body, Class<T> type) {
    return calls.call("POST", path, body, type);
  }

  /** Asks it nothing any more; the node goes on. */
  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return "RemoteNode[" + calls.endpoint().address() + "]";
  }
}
