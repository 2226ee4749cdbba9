package dev.shoal.peer.service;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.ConnectedPeer;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadChunks;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.TrackerStatus;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that stays running, in this process.
 *
 * <p>The {@link PeerNode} stays its maker's, who closes this first and then that: so what is under
 * way then is remembered as such, and goes on with the next start. It should be built with {@link
 * PeerNode.Builder#rememberHashes}, and its limits are set to those that are remembered.
 */
public final class RunningNode implements NodeService, AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(RunningNode.class);
  private static final long CLOSE_SECONDS = 10;

  private final PeerNode node;
  private final RunningNodeConfig config;
  private final ServiceThreads agent = new ServiceThreads();
  private final NodeLock lock;
  private final Runnable release;
  private final StateFile file;
  private final PathPolicy paths;
  private final @Nullable FilesUrl filesUrl;
  private final StatusLog log;
  private final ChangeFeed feed;
  private final StateKeeper keeper;
  private final Shares shares;
  private final Downloads downloads;
  private final WatchedFolders watched;
  private final Mirrors mirrors;
  private final NodeLife life;
  private final long startedMillis;
  private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
  private TransferLimits limits = TransferLimits.NONE;
  private boolean stopAsked;

  /** Whether all that was remembered is taken up: only then it may be replaced. */
  private boolean begun;

  private volatile boolean closed;

  private RunningNode(
      PeerNode node, RunningNodeConfig config, NodeLock lock, Runnable release, StateFile file) {
    this.node = node;
    this.config = config;
    this.lock = lock;
    this.release = release;
    this.file = file;
    this.startedMillis = agent.millis();
    this.filesUrl = node.fileServerAddress().map(FilesUrl::at).orElse(null);
    this.feed = new ChangeFeed(agent, this::info);
    this.log = new StatusLog(agent, feed::logged);
    this.keeper = new StateKeeper(agent, this::snapshot, file::save, log);
    List<Path> writable = new ArrayList<>(config.allowed());
    writable.addAll(config.mirrored().values());
    this.paths = new PathPolicy(config.dataDirectory(), config.downloadDirectory(), writable);
    NodePort port = new PeerNodePort(node);
    Random random = new Random();
    this.shares = new Shares(agent, port, paths, random, log, feed::changed, keeper::changed);
    this.downloads =
        new Downloads(
            agent,
            port,
            paths,
            random,
            node.trackers(),
            shares,
            log,
            feed::changed,
            keeper::changed);
    this.watched = new WatchedFolders(agent, port, shares, log, keeper::changed);
    this.mirrors =
        new Mirrors(agent, port, paths, random, config.mirrored(), downloads, shares, log);
    this.life = new NodeLife(agent, node, log, this::loggedIn, shares::retry);
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
    TransferLimits first = config.limits() == null ? state.limits() : config.limits();
    apply(first);
    ask(() -> {
          try {
            limits = first;
            loud.forEach(log::error);
            takeUp(state, plan);
            begun = true;
            return true;
          } finally {
            if (!begun) {
              keeper.close();
            }
          }
        })
        .join();
  }

  private void takeUp(SavedState state, WatchPlan plan) {
    watched.restore(state);
    mirrors.restore(state);
    shares.restore(state);
    downloads.restore(state);
    watched.start(plan);
    mirrors.start();
    life.start();
    feed.start(downloads.all(), shares.underWay());
    log.info("The node runs, and listens at " + text(node.address()) + ".");
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
    feed.add(listener);
  }

  /** Is told of nothing any more. */
  public void removeListener(ServiceListener listener) {
    feed.remove(listener);
  }

  @Override
  public CompletableFuture<NodeStatus> status() {
    return ask(this::now);
  }

  /** How fast it was in the last five minutes, the oldest first. */
  public CompletableFuture<List<RateSample>> rates() {
    return ask(life::rates);
  }

  @Override
  public CompletableFuture<SharePage> shares(String after, int limit) {
    return ask(
        () -> {
          Pages.check(limit);
          List<Share> page = shares.page(after, limit + 1);
          boolean more = page.size() > limit;
          List<Share> shown = more ? page.subList(0, limit) : page;
          return new SharePage(
              shown.stream().map(this::info).toList(),
              more ? shown.get(limit - 1).saved.id() : null);
        });
  }

  @Override
  public CompletableFuture<ShareInfo> share(String id) {
    return ask(() -> info(shares.get(id)));
  }

  @Override
  public CompletableFuture<ShareInfo> addShare(ShareRequest request) {
    return onDisk(
            () -> {
              ShareOptions.defaults()
                  .withTags(request.tags())
                  .withChunkSize(request.chunkSize())
                  .withUploadLimit(request.uploadLimit());
              Path path = PathPolicy.absolute(request.path());
              long size = paths.shareable(path);
              return new Sized(request.at(path), size);
            })
        .thenCompose(sized -> ask(() -> shares.add(sized.request(), sized.size())))
        .thenCompose(this::remembered);
  }

  /** A file that may be shared, and its bytes. */
  private record Sized(ShareRequest request, long size) {}

  @Override
  public CompletableFuture<ShareInfo> removeShare(String id) {
    return ask(() -> {
          Share share = shares.get(id);
          watched.unshared(share);
          shares.remove(share);
          return share;
        })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<ShareInfo> withdraw(String id, String group) {
    return ask(() -> {
          Share share = shares.get(id);
          shares.withdraw(share, group);
          return share;
        })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<ShareInfo> limitShare(String id, long bytesPerSecond) {
    return ask(() -> {
          Share share = shares.get(id);
          shares.limit(share, bytesPerSecond);
          return share;
        })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<DownloadPage> downloads(String before, int limit) {
    return ask(
        () -> {
          Pages.check(limit);
          return DownloadPage.lastOf(
              downloads.page(before, limit + 1).stream().map(Fetch::info).toList(), limit);
        });
  }

  @Override
  public CompletableFuture<DownloadInfo> download(String id) {
    return ask(() -> downloads.get(id).info());
  }

  @Override
  public CompletableFuture<DownloadInfo> addDownload(DownloadRequest request) {
    return onDisk(
            () -> {
              Downloads.check(request);
              paths.writableDirectory(directory(request));
              return request.path().isEmpty()
                  ? request
                  : request.at(PathPolicy.absolute(request.path()));
            })
        .thenCompose(checked -> ask(() -> downloads.add(checked)))
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
    return change(id, downloads::pause);
  }

  @Override
  public CompletableFuture<DownloadInfo> resume(String id) {
    return change(id, downloads::resume);
  }

  @Override
  public CompletableFuture<DownloadInfo> cancel(String id) {
    return ask(() -> {
          Fetch fetch = downloads.get(id);
          mirrors.cancelled(fetch.saved);
          return downloads.cancel(fetch);
        })
        .thenCompose(info -> remember().thenApply(done -> info));
  }

  @Override
  public CompletableFuture<DownloadInfo> limitDownload(String id, long bytesPerSecond) {
    return change(id, fetch -> downloads.limit(fetch, bytesPerSecond));
  }

  @Override
  public CompletableFuture<DownloadInfo> prioritize(String id, DownloadPriority priority) {
    return change(id, fetch -> downloads.prioritize(fetch, priority));
  }

  /** What is done with a download. */
  private interface Change {
    void apply(Fetch fetch) throws ConflictException;
  }

  private CompletableFuture<DownloadInfo> change(String id, Change change) {
    return ask(() -> {
          Fetch fetch = downloads.get(id);
          change.apply(fetch);
          return fetch;
        })
        .thenCompose(this::remembered);
  }

  @Override
  public CompletableFuture<ChunkMap> chunks(String id) {
    return ask(
        () -> {
          Download download = downloads.get(id).handle;
          if (download == null) {
            return ChunkMap.UNKNOWN;
          }
          DownloadChunks chunks = download.chunks();
          Base64.Encoder base64 = Base64.getEncoder();
          return new ChunkMap(
              chunks.chunkSize(),
              chunks.count(),
              base64.encodeToString(chunks.verified()),
              base64.encodeToString(chunks.requested()));
        });
  }

  @Override
  public CompletableFuture<TransferLimits> setLimits(TransferLimits value) {
    return ask(() -> {
          apply(value);
          limits = value;
          return value;
        })
        .thenCompose(same -> remember().thenApply(done -> same));
  }

  private void apply(TransferLimits value) {
    node.setUploadLimit(value.upload());
    node.setDownloadLimit(value.download());
  }

  @Override
  public CompletableFuture<List<PeerInfo>> peers() {
    return ask(() -> node.connections().stream().map(RunningNode::peer).toList());
  }

  private static PeerInfo peer(ConnectedPeer peer) {
    return new PeerInfo(
        text(peer.address()),
        peer.peerId().toString(),
        peer.encrypted(),
        peer.dialled(),
        peer.program(),
        peer.since().toEpochMilli(),
        peer.sentBytes(),
        peer.receivedBytes());
  }

  private static String text(InetSocketAddress address) {
    return NetUtil.toSocketAddressString(address);
  }

  @Override
  public CompletableFuture<List<LogEntry>> log(long after) {
    return ask(() -> log.after(after));
  }

  @Override
  public CompletableFuture<Void> stop() {
    return ask(
        () -> {
          if (!stopAsked) {
            stopAsked = true;
            config.onStop().run();
          }
          return null;
        });
  }

  /** Remembers what is under way and lets go of it; blocks. The node itself goes on. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    watched.close();
    CompletableFuture<Optional<SavedState>> last = new CompletableFuture<>();
    agent.execute(() -> answer(this::end, last));
    boolean interrupted = Thread.interrupted(); // what is under way is written for all that
    Optional<SavedState> state = Optional.empty();
    try {
      state = last.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException e) {
      logger.warn("what this node does at last can't be remembered", e);
    }
    letGo(state);
    pending.forEach(future -> future.completeExceptionally(over()));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void letGo(Optional<SavedState> state) {
    if (!agent.close()) { // what is still written would replace what another node remembers
      lock.keep();
      logger.warn("the data directory stays this process's, as something is still written there");
      return;
    }
    try {
      if (state.isPresent()) {
        file.save(state.get());
      }
    } catch (StorageException e) {
      logger.warn("what this node does at last could not be remembered", e);
    } finally {
      release.run();
    }
  }

  private Optional<SavedState> end() {
    mirrors.close();
    life.close();
    feed.close();
    downloads.close();
    shares.close();
    return begun ? Optional.of(snapshot()) : Optional.empty();
  }

  private void loggedIn() {
    shares.onLogin();
    downloads.onLogin();
    mirrors.onLogin();
  }

  private SavedState snapshot() {
    return new SavedState(
        shares.next(),
        downloads.next(),
        limits,
        shares.saved(),
        downloads.saved(),
        watched.notShared(),
        mirrors.notFetched(),
        shares.membersOnly().saved());
  }

  private NodeStatus now() {
    TrackerStatus tracker = node.trackerStatus().orElse(null);
    TrackerStatus used = tracker != null && tracker.connected() ? tracker : null;
    return new NodeStatus(
        true,
        config.version(),
        node.peerId().toString(),
        text(node.address()),
        startedMillis,
        node.trackers(),
        used == null ? null : used.tracker(),
        used != null && used.dialable(),
        node.account().user().orElse(null),
        life.traffic(),
        limits,
        Counts.ofShares(shares.all()),
        Counts.ofDownloads(downloads.all()),
        config.downloadDirectory().toString(),
        watched.status(),
        mirrors.status(),
        filesUrl == null ? null : filesUrl.text());
  }

  private ShareInfo info(Share share) {
    return share.info(node.trackers(), filesUrl);
  }

  private CompletableFuture<ShareInfo> remembered(Share share) {
    return remember().thenCompose(done -> ask(() -> info(share)));
  }

  private CompletableFuture<DownloadInfo> remembered(Fetch fetch) {
    return remember().thenCompose(done -> ask(fetch::info));
  }

  private CompletableFuture<Void> remember() {
    return ask(keeper::remember).thenCompose(remembered -> remembered);
  }

  /** Has something done on the agent's thread. */
  private <T extends @Nullable Object> CompletableFuture<T> ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return underWay(answer, () -> agent.execute(() -> answer(question, answer)));
  }

  /** Has something done where it may block. */
  private <T> CompletableFuture<T> onDisk(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return underWay(answer, () -> agent.disk().execute(() -> answer(question, answer)));
  }

  @SuppressWarnings("CollectionUndefinedEquality") // futures are told apart by identity
  private <T extends @Nullable Object> CompletableFuture<T> underWay(
      CompletableFuture<T> answer, Runnable begin) {
    pending.add(answer);
    answer.whenComplete((done, failure) -> pending.remove(answer));
    if (closed) {
      answer.completeExceptionally(over());
    } else {
      begin.run();
    }
    return answer;
  }

  private static <T extends @Nullable Object> void answer(
      Callable<T> question, CompletableFuture<T> answer) {
    try {
      answer.complete(question.call());
    } catch (Exception e) {
      answer.completeExceptionally(e);
    }
  }

  private static IllegalStateException over() {
    return new IllegalStateException("the node is closed");
  }
}
