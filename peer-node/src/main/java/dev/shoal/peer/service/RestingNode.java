package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.transport.RateLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * What a node remembers, while it does not run: can be looked at and changed, and is taken up with
 * the next start. Nobody else can do so until this is closed. Files of watched folders are not
 * remembered, so they are not among its shares.
 *
 * <p>Every method blocks for as long as the disk takes, and returns a future that is complete.
 */
public final class RestingNode implements NodeService, AutoCloseable {
  private static final Problem RESTS =
      new Problem(
          "unreachable", "the node does not run; start it with shoal node, and this goes on");

  private final NodeLock lock;
  private final RestingState state;
  private boolean closed;

  private RestingNode(NodeLock lock, RestingState state) {
    this.lock = lock;
    this.state = state;
  }

  /**
   * Opens what a data directory remembers; blocks.
   *
   * @throws StorageException with {@link StorageException.Reason#IN_USE} if a node runs there, or
   *     with what the disk says
   */
  public static RestingNode open(Path dataDirectory) throws StorageException {
    return new RestingNode(
        NodeLock.take(dataDirectory),
        new RestingState(new StateFile(NodeLock.directory(dataDirectory))));
  }

  /** What is done with what is remembered. */
  private interface Action<T> {
    T run() throws ShoalException;
  }

  private synchronized <T> CompletableFuture<T> ask(Action<T> action) {
    try {
      if (closed) { // what it remembers may be another one's by now
        throw new IllegalStateException("this is closed");
      }
      return CompletableFuture.completedFuture(action.run());
    } catch (ShoalException | IllegalArgumentException | IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<NodeStatus> status() {
    return ask(
        () ->
            new NodeStatus(
                false,
                "",
                "",
                "",
                0,
                List.of(),
                null,
                false,
                null,
                new NodeStatus.TrafficInfo(0, 0, 0, 0),
                state.get().limits(),
                new NodeStatus.ShareCounts(0, state.get().shares().size(), 0, 0),
                counts(),
                "",
                List.of(),
                List.of(),
                null));
  }

  private NodeStatus.DownloadCounts counts() throws StorageException {
    return new NodeStatus.DownloadCounts(
        0,
        count(SavedDownload.Stage.OPEN),
        count(SavedDownload.Stage.PAUSED),
        count(SavedDownload.Stage.COMPLETE),
        count(SavedDownload.Stage.FAILED));
  }

  private int count(SavedDownload.Stage stage) throws StorageException {
    return (int) state.get().downloads().stream().filter(saved -> saved.stage() == stage).count();
  }

  @Override
  public CompletableFuture<SharePage> shares(String after, int limit) {
    return ask(
        () -> {
          Pages.check(limit);
          long from = after.isEmpty() ? 0 : Ids.SHARES.number(after);
          List<ShareInfo> page =
              state.get().shares().stream()
                  .filter(saved -> Ids.SHARES.number(saved.id()) > from)
                  .limit(limit + 1L)
                  .map(RestingNode::info)
                  .toList();
          boolean more = page.size() > limit;
          List<ShareInfo> shown = more ? page.subList(0, limit) : page;
          return new SharePage(shown, more ? shown.get(limit - 1).id() : null);
        });
  }

  private static ShareInfo info(SavedShare saved) {
    Pace pace = new Pace(new Random());
    return new Share(Ids.SHARES.number(saved.id()), saved, pace, null).info(List.of(), null);
  }

  @Override
  public CompletableFuture<ShareInfo> share(String id) {
    return ask(() -> info(state.share(id)));
  }

  @Override
  public CompletableFuture<ShareInfo> addShare(ShareRequest request) {
    return notRunning();
  }

  @Override
  public CompletableFuture<ShareInfo> removeShare(String id) {
    return ask(
        () -> {
          SavedShare removed = state.share(id);
          state.remove(removed);
          return info(removed);
        });
  }

  @Override
  public CompletableFuture<ShareInfo> withdraw(String id, String group) {
    return ask(
        () -> {
          SavedShare before = state.share(id);
          before.requireIn(group);
          SavedShare left = before.without(group);
          if (left.groups().isEmpty()) {
            state.remove(before);
          } else {
            state.replace(left);
          }
          return info(left.groups().isEmpty() ? before : left);
        });
  }

  @Override
  public CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond) {
    return ask(
        () -> {
          SavedShare limited = state.share(id).withUploadLimit(RateLimit.checked(bytesPerSecond));
          state.replace(limited);
          return info(limited);
        });
  }

  @Override
  public CompletableFuture<DownloadPage> downloads(String before, int limit) {
    return ask(
        () -> {
          Pages.check(limit);
          long end = before.isEmpty() ? Long.MAX_VALUE : Ids.DOWNLOADS.number(before);
          return DownloadPage.lastOf(
              state
                  .downloads()
                  .filter(saved -> Ids.DOWNLOADS.number(saved.id()) < end)
                  .map(RestingNode::info)
                  .toList(),
              limit);
        });
  }

  private static DownloadInfo info(SavedDownload saved) {
    return switch (saved.stage()) {
      case OPEN -> saved.info(DownloadInfo.State.WAITING, RESTS);
      case PAUSED -> saved.info(DownloadInfo.State.PAUSED, null);
      case COMPLETE -> saved.info(DownloadInfo.State.COMPLETE, null);
      case FAILED -> saved.info(DownloadInfo.State.FAILED, saved.problem());
      case CANCELLED -> saved.info(DownloadInfo.State.CANCELLED, null);
    };
  }

  @Override
  public CompletableFuture<DownloadInfo> download(String id) {
    return ask(() -> info(state.download(id)));
  }

  @Override
  public CompletableFuture<DownloadInfo> addDownload(DownloadRequest request) {
    return notRunning();
  }

  @Override
  public CompletableFuture<DownloadInfo> pause(String id) {
    return ask(
        () -> {
          if (state.download(id).isOver()) {
            throw new ConflictException(id + " is not under way, so it can't be paused", null);
          }
          return change(id, one -> one.withStage(SavedDownload.Stage.PAUSED, 0, null));
        });
  }

  @Override
  public CompletableFuture<DownloadInfo> resume(String id) {
    return ask(
        () ->
            state.download(id).stage() == SavedDownload.Stage.COMPLETE
                ? info(state.download(id))
                : change(
                    id,
                    one ->
                        one.withStage(SavedDownload.Stage.OPEN, 0, null)
                            .waitingSince(System.currentTimeMillis())));
  }

  /** What was fetched of it is deleted when the node runs: it alone knows what that is. */
  @Override
  public CompletableFuture<DownloadInfo> cancel(String id) {
    return ask(
        () -> {
          SavedDownload saved = state.download(id);
          if (saved.stage() == SavedDownload.Stage.COMPLETE) {
            state.remove(saved);
            return info(saved);
          }
          long now = System.currentTimeMillis();
          return change(id, one -> one.withStage(SavedDownload.Stage.CANCELLED, now, null));
        });
  }

  @Override
  public CompletableFuture<DownloadInfo> limitDownload(String id, long bytesPerSecond) {
    return ask(() -> change(id, one -> one.withLimit(RateLimit.checked(bytesPerSecond))));
  }

  @Override
  public CompletableFuture<DownloadInfo> prioritize(String id, DownloadPriority priority) {
    return ask(() -> change(id, one -> one.withPriority(priority)));
  }

  private DownloadInfo change(String id, UnaryOperator<SavedDownload> change)
      throws ShoalException {
    return info(state.change(id, change));
  }

  @Override
  public CompletableFuture<ChunkMap> chunks(String id) {
    return ask(
        () -> {
          state.download(id);
          return ChunkMap.UNKNOWN;
        });
  }

  @Override
  public CompletableFuture<TransferLimits> setLimits(TransferLimits limits) {
    return ask(
        () -> {
          state.set(state.get().withLimits(limits));
          return limits;
        });
  }

  @Override
  public CompletableFuture<List<PeerInfo>> peers() {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<List<LogEntry>> log(long after) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletableFuture<Void> stop() {
    return notRunning();
  }

  private static <T> CompletableFuture<T> notRunning() {
    return CompletableFuture.failedFuture(
        new IllegalStateException("no node runs; start one with shoal node"));
  }

  /** Lets others at it. */
  @Override
  public synchronized void close() {
    closed = true;
    lock.close();
  }
}
