package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A node that stays running, in this process.
 *
 * <p>The {@link PeerNode} stays its maker's, who closes this first and then that: so what is under
 * way then is remembered as such, and goes on with the next start. It should be built with {@link
 * PeerNode.Builder#rememberHashes}, and its limits are set to those that are remembered.
 */
public final class RunningNode implements NodeService, AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final PeerNode node;
  private final RunningNodeConfig config;
  private final NodeParts parts;
  private final NodeEnd end;
  private final Questions questions;

  /** Asked for once; belongs to the agent's thread. */
  private boolean stopAsked;

  private RunningNode(
      PeerNode node, RunningNodeConfig config, NodeLock lock, Runnable release, StateFile file) {
    this.node = node;
    this.config = config;
    ServiceThreads threads = new ServiceThreads();
    this.parts = new NodeParts(threads, node, config, file::save);
    this.end = new NodeEnd(threads, threads::close, file::save, lock::keep, release);
    this.questions = new Questions(threads);
  }

  /**
   * Takes up what the data directory remembers; blocks for a moment.
   *
   * @throws StorageException with {@link StorageException.Reason#IN_USE} if a node runs there
   *     already, or with what the disk says
   * @throws IllegalArgumentException if a folder is both watched and a group's mirror
   */
  public static RunningNode start(PeerNode node, RunningNodeConfig config) throws StorageException {
    WatchPlan plan = plan(config);
    NodeLock lock = NodeLock.take(config.dataDirectory());
    try {
      return start(node, config, plan, lock, lock::close);
    } catch (StorageException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The same for one who has the data directory's lock already, and closes it after the node: then
   * whoever gets it next finds nothing of this node any more.
   */
  public static RunningNode start(PeerNode node, RunningNodeConfig config, NodeLock lock)
      throws StorageException {
    return start(node, config, plan(config), lock, () -> {});
  }

  private static RunningNode start(
      PeerNode node, RunningNodeConfig config, WatchPlan plan, NodeLock lock, Runnable release)
      throws StorageException {
    StateFile file = new StateFile(NodeLock.directory(config.dataDirectory()));
    List<String> loud = new ArrayList<>();
    SavedState state = file.load(loud::add);
    RunningNode running = new RunningNode(node, config, lock, release, file);
    try {
      running.begin(state, loud, plan);
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
    return running;
  }

  private static WatchPlan plan(RunningNodeConfig config) {
    return WatchPlan.of(config.watched(), config.mirrored().values(), config.dataDirectory());
  }

  private void begin(SavedState state, List<String> loud, WatchPlan plan) {
    CompletableFuture<Boolean> begun =
        questions.ask(
            () -> {
              parts.begin(state, loud, plan);
              return true;
            });
    try {
      begun.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
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
  public void addListener(ServiceListener listener) {
    parts.feed.add(listener);
  }

  /** Is told of nothing any more. */
  public void removeListener(ServiceListener listener) {
    parts.feed.remove(listener);
  }

  @Override
  public CompletableFuture<NodeStatus> status() {
    return questions.ask(parts::status);
  }

  /** How fast it was in the last five minutes, the oldest first. */
  public CompletableFuture<List<RateSample>> rates() {
    return questions.ask(parts.life::rates);
  }

  @Override
  public CompletableFuture<SharePage> shares(String after, int limit) {
    return questions.ask(
        () -> {
          Pages.check(limit);
          List<Share> page = parts.shares.page(after, limit + 1);
          boolean more = page.size() > limit;
          List<Share> shown = more ? page.subList(0, limit) : page;
          return new SharePage(
              shown.stream().map(parts::info).toList(),
              more ? shown.get(limit - 1).saved.id() : null);
        });
  }

  @Override
  public CompletableFuture<ShareInfo> share(String id) {
    return questions.ask(() -> parts.info(parts.shares.get(id)));
  }

  @Override
  public CompletableFuture<ShareInfo> addShare(ShareRequest request) {
    return questions
        .onDisk(
            () -> {
              ShareOptions.defaults()
                  .withTags(request.tags())
                  .withChunkSize(request.chunkSize())
                  .withUploadLimit(request.uploadLimit());
              Path path = PathPolicy.absolute(request.path());
              long size = parts.paths.shareable(path);
              return new Sized(request.at(path), size);
            })
        .thenCompose(sized -> questions.ask(() -> parts.shares.add(sized.request(), sized.size())))
        .thenCompose(this::remembered);
  }

  /** A file that may be shared, and its bytes. */
  private record Sized(ShareRequest request, long size) {}

  @Override
  public CompletableFuture<ShareInfo> removeShare(String id) {
    return questions
        .ask(
            () -> {
              Share share = parts.shares.get(id);
              parts.watched.unshared(share);
              parts.shares.remove(share);
              return share;
            })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<ShareInfo> withdraw(String id, String group) {
    return questions
        .ask(
            () -> {
              Share share = parts.shares.get(id);
              parts.shares.withdraw(share, group);
              return share;
            })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond) {
    return questions
        .ask(
            () -> {
              Share share = parts.shares.get(id);
              parts.shares.limit(share, bytesPerSecond);
              return share;
            })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<DownloadPage> downloads(String before, int limit) {
    return questions.ask(
        () -> {
          Pages.check(limit);
          return DownloadPage.lastOf(
              parts.downloads.page(before, limit + 1).stream().map(Fetch::info).toList(), limit);
        });
  }

  @Override
  public CompletableFuture<DownloadInfo> download(String id) {
    return questions.ask(() -> parts.downloads.get(id).info());
  }

  @Override
  public CompletableFuture<DownloadInfo> addDownload(DownloadRequest request) {
    return questions
        .onDisk(
            () -> {
              request.check();
              parts.paths.writableDirectory(directory(request));
              return request.path().isEmpty()
                  ? request
                  : request.at(PathPolicy.absolute(request.path()));
            })
        .thenCompose(checked -> questions.ask(() -> parts.downloads.add(checked)))
        .thenCompose(this::remembered);
  }

  private Path directory(DownloadRequest request) {
    if (request.path().isEmpty()) {
      return config.downloadDirectory();
    }
    Path path = PathPolicy.absolute(request.path());
    Path parent = path.getParent();
    return parent == null || Files.isDirectory(path) ? path : parent;
  }

  @Override
  public CompletableFuture<DownloadInfo> pause(String id) {
    return change(id, parts.downloads::pause);
  }

  @Override
  public CompletableFuture<DownloadInfo> resume(String id) {
    return change(id, parts.downloads::resume);
  }

  @Override
  public CompletableFuture<DownloadInfo> cancel(String id) {
    return questions
        .ask(
            () -> {
              Fetch fetch = parts.downloads.get(id);
              parts.mirrors.cancelled(fetch.saved);
              return parts.downloads.cancel(fetch);
            })
        .thenCompose(info -> remember().thenApply(done -> info));
  }

  @Override
  public CompletableFuture<DownloadInfo> limitDownload(String id, long bytesPerSecond) {
    return change(id, fetch -> parts.downloads.limit(fetch, bytesPerSecond));
  }

  @Override
  public CompletableFuture<DownloadInfo> prioritize(String id, DownloadPriority priority) {
    return change(id, fetch -> parts.downloads.prioritize(fetch, priority));
  }

  /** What is done with a download. */
  private interface Change {
    void apply(Fetch fetch) throws ConflictException;
  }

  private CompletableFuture<DownloadInfo> change(String id, Change change) {
    return questions
        .ask(
            () -> {
              Fetch fetch = parts.downloads.get(id);
              change.apply(fetch);
              return fetch;
            })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<ChunkMap> chunks(String id) {
    return questions.ask(
        () -> {
          Download download = parts.downloads.get(id).handle;
          return download == null ? ChunkMap.UNKNOWN : ChunkMap.of(download.chunks());
        });
  }

  @Override
  public CompletableFuture<TransferLimits> setLimits(TransferLimits value) {
    return questions
        .ask(() -> parts.limit(value))
        .thenCompose(same -> remember().thenApply(done -> same));
  }

  @Override
  public CompletableFuture<List<PeerInfo>> peers() {
    return questions.ask(() -> node.connections().stream().map(PeerInfo::of).toList());
  }

  @Override
  public CompletableFuture<List<LogEntry>> log(long after) {
    return questions.ask(() -> parts.log.after(after));
  }

  @Override
  public CompletableFuture<Void> stop() {
    return questions.ask(
        () -> {
          if (!stopAsked) {
            stopAsked = true;
            config.onStop().run();
          }
          return null;
        });
  }

  /**
   * Remembers what is under way and lets go of it; blocks, though not for ever if something hangs.
   * The node itself goes on.
   */
  @Override
  public void close() {
    if (questions.close()) {
      parts.watched.close();
      end.run(parts::end, CLOSE_PATIENCE);
      questions.giveUp();
    }
  }

  private CompletableFuture<ShareInfo> remembered(Share share) {
    return remember().thenCompose(done -> questions.ask(() -> parts.info(share)));
  }

  private CompletableFuture<DownloadInfo> remembered(Fetch fetch) {
    return remember().thenCompose(done -> questions.ask(fetch::info));
  }

  private CompletableFuture<Void> remember() {
    return questions.begin(parts.keeper::remember);
  }
}
