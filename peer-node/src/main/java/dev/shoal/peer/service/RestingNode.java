package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.RateLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node remembers, while it does not run: can be looked at and changed, and is taken up with
 * the next start. Nobody else can do so until this is closed. Files of watched folders are not
 * remembered, so they are not among its shares.
 *
 * <p>Every method blocks for as long as the disk takes, and returns a future that is complete.
 */
public final class RestingNode implements NodeService, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RestingNode.class);
  private static final Problem RESTS =
      new Problem(
          "unreachable", "the node does not run; start it with shoal node, and this goes on");

  private final NodeLock lock;
  private final StateFile file;

  /** As of the last look; null before the first, so that it may be opened just to try the lock. */
  private @Nullable SavedState known;

  private RestingNode(NodeLock lock, StateFile file) {
    this.lock = lock;
    this.file = file;
  }

  /**
   * Opens what a data directory remembers; blocks.
   *
   * @throws StorageException with {@link StorageException.Reason#IN_USE} if a node runs there, or
   *     with what the disk says
   */
  public static RestingNode open(Path dataDirectory) throws StorageException {
    return new RestingNode(
        NodeLock.take(dataDirectory), new StateFile(NodeLock.directory(dataDirectory)));
  }

  private SavedState state() throws StorageException {
    SavedState looked = known;
    if (looked == null) {
      looked = file.load(sentence -> log.error("{}", sentence));
      known = looked;
    }
    return looked;
  }

  /** What is done with what is remembered. */
  private interface Action<T> {
    T run() throws ShoalException;
  }

  private synchronized <T> CompletableFuture<T> ask(Action<T> action) {
    try {
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
                state().limits(),
                new NodeStatus.ShareCounts(0, state().shares().size(), 0, 0),
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
    return (int) state().downloads().stream().filter(saved -> saved.stage() == stage).count();
  }

  @Override
  public CompletableFuture<SharePage> shares(String after, int limit) {
    return ask(
        () -> {
          Pages.check(limit);
          long from = after.isEmpty() ? 0 : Ids.SHARES.number(after);
          List<ShareInfo> page =
              state().shares().stream()
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
    return ask(() -> info(savedShare(id)));
  }

  private SavedShare savedShare(String id) throws ShoalException {
    return state().shares().stream()
        .filter(saved -> saved.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no share " + PlainText.of(id), null));
  }

  @Override
  public CompletableFuture<ShareInfo> addShare(ShareRequest request) {
    return notRunning();
  }

  @Override
  public CompletableFuture<ShareInfo> removeShare(String id) {
    return ask(
        () -> {
          SavedShare removed = savedShare(id);
          List<SavedShare> left = new ArrayList<>(state().shares());
          left.remove(removed);
          save(state().withShares(left));
          return info(removed);
        });
  }

  @Override
  public CompletableFuture<ShareInfo> withdraw(String id, String group) {
    return ask(
        () -> {
          SavedShare before = savedShare(id);
          before.requireIn(group);
          SavedShare left = before.without(group);
          List<SavedShare> shares = new ArrayList<>(state().shares());
          if (left.groups().isEmpty()) {
            shares.remove(before);
          } else {
            shares.replaceAll(saved -> saved.id().equals(id) ? left : saved);
          }
          save(state().withShares(shares));
          return info(left.groups().isEmpty() ? before : left);
        });
  }

  @Override
  public CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond) {
    return ask(
        () -> {
          SavedShare limited = savedShare(id).withUploadLimit(RateLimit.checked(bytesPerSecond));
          List<SavedShare> shares = new ArrayList<>(state().shares());
          shares.replaceAll(saved -> saved.id().equals(id) ? limited : saved);
          save(state().withShares(shares));
          return info(limited);
        });
  }

  @Override
  public CompletableFuture<DownloadPage> downloads(String before, int limit) {
    return ask(
        () -> {
          Pages.check(limit);
          long end = before.isEmpty() ? Long.MAX_VALUE : Downloads.number(before);
          return DownloadPage.lastOf(
              state().downloads().stream()
                  .filter(saved -> saved.stage() != SavedDownload.Stage.CANCELLED)
                  .filter(saved -> Downloads.number(saved.id()) < end)
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
    return ask(() -> info(savedDownload(id)));
  }

  private SavedDownload savedDownload(String id) throws ShoalException {
    return state().downloads().stream()
        .filter(saved -> saved.id().equals(id))
        .filter(saved -> saved.stage() != SavedDownload.Stage.CANCELLED)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no download " + PlainText.of(id), null));
  }

  @Override
  public CompletableFuture<DownloadInfo> addDownload(DownloadRequest request) {
    return notRunning();
  }

  @Override
  public CompletableFuture<DownloadInfo> pause(String id) {
    return ask(
        () -> {
          SavedDownload saved = savedDownload(id);
          if (saved.isOver()) {
            throw new ConflictException(id + " is not under way, so it can't be paused", null);
          }
          return change(id, one -> one.withStage(SavedDownload.Stage.PAUSED, 0, null));
        });
  }

  @Override
  public CompletableFuture<DownloadInfo> resume(String id) {
    return ask(
        () ->
            savedDownload(id).stage() == SavedDownload.Stage.COMPLETE
                ? info(savedDownload(id))
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
          SavedDownload saved = savedDownload(id);
          if (saved.stage() == SavedDownload.Stage.COMPLETE) {
            List<SavedDownload> left = new ArrayList<>(state().downloads());
            left.remove(saved);
            save(state().withDownloads(left));
            return info(saved);
          }
          long now = System.currentTimeMillis();
          SavedDownload cancelled = saved.withStage(SavedDownload.Stage.CANCELLED, now, null);
          replace(id, cancelled);
          return info(cancelled);
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
    SavedDownload changed = change.apply(savedDownload(id));
    replace(id, changed);
    return info(changed);
  }

  private void replace(String id, SavedDownload changed) throws StorageException {
    List<SavedDownload> downloads = new ArrayList<>(state().downloads());
    downloads.replaceAll(saved -> saved.id().equals(id) ? changed : saved);
    save(state().withDownloads(downloads));
  }

  @Override
  public CompletableFuture<ChunkMap> chunks(String id) {
    return ask(
        () -> {
          savedDownload(id);
          return ChunkMap.UNKNOWN;
        });
  }

  @Override
  public CompletableFuture<TransferLimits> setLimits(TransferLimits limits) {
    return ask(
        () -> {
          save(state().withLimits(limits));
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

  private void save(SavedState changed) throws StorageException {
    file.save(changed);
    known = changed;
  }

  private static <T> CompletableFuture<T> notRunning() {
    return CompletableFuture.failedFuture(
        new IllegalStateException("no node runs; start one with shoal node"));
  }

  /** Lets others at it. */
  @Override
  public void close() {
    lock.close();
  }
}
