package dev.shoal.peer.internal;

import dev.shoal.peer.Account;
import dev.shoal.peer.Administration;
import dev.shoal.peer.BulkDownload;
import dev.shoal.peer.ConnectedPeer;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.Groups;
import dev.shoal.peer.NodeFigures;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.TrackerStatus;
import dev.shoal.peer.Traffic;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.access.Admission;
import dev.shoal.peer.internal.access.GroupShares;
import dev.shoal.peer.internal.account.GroupListReview;
import dev.shoal.peer.internal.account.NoGroups;
import dev.shoal.peer.internal.account.TrackerGroups;
import dev.shoal.peer.internal.bulk.BulkTask;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.download.DownloadTask;
import dev.shoal.peer.internal.download.HasherPool;
import dev.shoal.peer.internal.fetch.HttpClient;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.link.PeerLinks;
import dev.shoal.peer.internal.remember.FileHashes;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.peer.internal.schedule.Priorities;
import dev.shoal.peer.internal.serve.FileBatches;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Library;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.peer.internal.tracker.TrackerClient;
import dev.shoal.peer.internal.trust.TrackerAddress;
import dev.shoal.peer.internal.web.FileServer;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.http.HttpLimits;
import dev.shoal.transport.http.HttpServer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that makes up one running node, wired together; what {@code PeerNode} stands for. */
public final class Node {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final int CLOSE_SECONDS = 10;

  private final PeerId peerId;
  private final NodeThreads threads;
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final List<String> trackerNames;
  private final @Nullable TrackerClient tracker;
  private final Account account;
  private final Administration administration;
  private final Groups groups;
  private final RateLimit uploadLimit;
  private final RateLimit downloadLimit;
  private final Library library;
  private final FileHashes hashes;
  private final NodeShares shares;
  private final DownloadContext context;
  private final DownloadRegister downloads = new DownloadRegister();
  private final Set<BulkTask> bulks = ConcurrentHashMap.newKeySet();
  private final Sweeper sweeper;
  private volatile @Nullable HttpServer fileServer;
  private volatile boolean closed;

  private Node(
      NodeConfig config,
      PeerId peerId,
      NodeThreads threads,
      Endpoint endpoint,
      InetSocketAddress address,
      Holdings holdings,
      Watchers watchers,
      RateLimit uploadLimit,
      NodeAccess access,
      PeerLinks links) {
    this.peerId = peerId;
    this.threads = threads;
    this.endpoint = endpoint;
    this.address = address;
    this.trackerNames = config.trackers.stream().map(TrackerAddress::toString).toList();
    NodeTrackers trackers = NodeTrackers.of(config, threads, endpoint, address.getPort());
    this.tracker = trackers.client();
    this.account = trackers.account();
    this.administration = trackers.administration();
    FileHasher hasher =
        new FileHasher(threads.workers(), Runtime.getRuntime().availableProcessors());
    this.uploadLimit = uploadLimit;
    this.downloadLimit = RateLimit.of(config.downloadLimit);
    this.library =
        new Library(
            holdings,
            watchers,
            tracker,
            tracker == null
                ? null
                : access.connect(tracker, threads.loops().next(), this::leftGroup),
            trackerNames,
            hasher,
            threads.workers(),
            uploadLimit);
    GroupShares groupShares = tracker == null ? null : access.shares(tracker, account, library);
    this.groups =
        tracker == null || groupShares == null
            ? new NoGroups()
            : new TrackerGroups(tracker, groupShares);
    GroupListReview groupLists =
        tracker == null || groupShares == null
            ? null
            : new GroupListReview(
                request ->
                    tracker.askOnce(FrameKind.LIST_GROUP_FILES, request, GroupFileList.class),
                access.known(),
                account::user,
                groupShares::unshared,
                System::nanoTime);
    this.hashes =
        config.rememberHashes
            ? FileHashes.remembered(hasher, threads.workers(), config.dataDirectory.resolve("node"))
            : FileHashes.forgotten(hasher, threads.workers());
    this.shares = new NodeShares(hashes, library, groupShares, groupLists);
    this.context =
        new DownloadContext(
            threads.workers(),
            new MemoryBudget(config.memory),
            new Priorities(System.nanoTime()),
            config.transportConfig.allocator(),
            config.files,
            new HasherPool(),
            links,
            new HttpClient(
                config.httpSources,
                new HttpClient.Settings(
                    TransportKind.of(threads.loops()),
                    config.bind,
                    config.transportConfig.allocator(),
                    config.transportConfig.receiveBuffer(),
                    "shoal/" + Version.TEXT),
                threads.workers(),
                threads.names()),
            tracker,
            tracker == null ? null : access.capabilities(tracker, account),
            library,
            uploadLimit,
            downloadLimit,
            config.maxSources,
            hashes,
            new LongAdder());
    this.sweeper = new Sweeper(threads.loops().next(), threads.workers(), shares::sweep);
  }

  /**
   * Starts a node; blocks for a moment.
   *
   * @throws StorageException if the data directory can't be used
   * @throws UnreachableException if the address can't be listened on
   */
  public static Node start(NodeConfig config) throws StorageException, UnreachableException {
    NodeThreads threads = new NodeThreads(config);
    try {
      return start(config, threads);
    } catch (StorageException | UnreachableException | RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  private static Node start(NodeConfig config, NodeThreads threads)
      throws StorageException, UnreachableException {
    TransportKind.of(threads.loops()); // throws if they are of no kind that can be used
    NodeIdentity identity = NodeIdentity.of(config);
    PeerId peerId = identity.identity().peerId();
    Greeting greeting = Greeting.of(Role.ROLE_PEER, peerId, "shoal/" + Version.TEXT);
    Endpoint endpoint =
        new Endpoint(threads.loops(), config.transportConfig, greeting, identity.security());
    Holdings holdings = new Holdings();
    Watchers watchers = new Watchers();
    RateLimit uploadLimit = RateLimit.of(config.uploadLimit);
    FileBatches batches =
        new FileBatches(
            holdings,
            threads.workers(),
            config.transportConfig.allocator(),
            uploadLimit,
            config.memory);
    NodeAccess access = new NodeAccess(config.accessPolicy, threads.workers());
    PeerLinks links =
        new PeerLinks(
            endpoint, config.bind, config.tls, holdings, watchers, batches, access.admission());
    InetSocketAddress wanted =
        config.bind == null
            ? new InetSocketAddress(config.port)
            : new InetSocketAddress(config.bind, config.port);
    try {
      InetSocketAddress bound = endpoint.listen(wanted, links::accepted).join();
      Node node =
          new Node(
              config,
              peerId,
              threads,
              endpoint,
              bound,
              holdings,
              watchers,
              uploadLimit,
              access,
              links);
      if (config.fileServer != null) {
        node.serveFiles(config.fileServer, access.admission());
      }
      if (node.tracker != null) {
        node.tracker.start();
      }
      return node;
    } catch (CompletionException e) {
      throw unreachable(e);
    }
  }

  private static UnreachableException unreachable(CompletionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new UnreachableException(String.valueOf(cause.getMessage()), cause);
  }

  private void serveFiles(InetSocketAddress where, Admission admission)
      throws UnreachableException {
    try {
      fileServer =
          HttpServer.open(
                  threads.loops(),
                  TransportKind.of(threads.loops()),
                  where,
                  HttpLimits.defaults(),
                  new FileServer(library::find, admission::grants))
              .join();
    } catch (CompletionException e) {
      close();
      throw unreachable(e);
    }
  }

  /** As {@link dev.shoal.peer.PeerNode#peerId()}. */
  public PeerId peerId() {
    return peerId;
  }

  /** As {@link dev.shoal.peer.PeerNode#address()}. */
  public InetSocketAddress address() {
    return address;
  }

  /** As {@link dev.shoal.peer.PeerNode#trackers()}. */
  public List<String> trackers() {
    return trackerNames;
  }

  /** As {@link dev.shoal.peer.PeerNode#isTrackerConnected()}. */
  public boolean isTrackerConnected() {
    return tracker != null && tracker.isConnected();
  }

  /** As {@link dev.shoal.peer.PeerNode#trackerStatus()}. */
  public Optional<TrackerStatus> trackerStatus() {
    return Optional.ofNullable(tracker).map(TrackerClient::status);
  }

  /** As {@link dev.shoal.peer.PeerNode#fileServerAddress()}. */
  public Optional<InetSocketAddress> fileServerAddress() {
    return Optional.ofNullable(fileServer).map(HttpServer::address);
  }

  /** Limits what this node sends, all files together. */
  public RateLimit uploadLimit() {
    return uploadLimit;
  }

  /** Limits what this node fetches, all downloads together. */
  public RateLimit downloadLimit() {
    return downloadLimit;
  }

  /** As {@link dev.shoal.peer.PeerNode#traffic()}. */
  public Traffic traffic() {
    return new Traffic(uploadLimit.passedBytes(), downloadLimit.passedBytes());
  }

  /** As {@link dev.shoal.peer.PeerNode#connections()}. */
  public List<ConnectedPeer> connections() {
    return context.links().connected();
  }

  /** As {@link dev.shoal.peer.PeerNode#figures()}. */
  public NodeFigures figures() {
    Library.Extent shared = library.extent();
    return new NodeFigures(
        traffic(),
        isTrackerConnected(),
        context.links().count(),
        shared.files(),
        shared.bytes(),
        hashes.preparing(),
        hashes.hashedBytes(),
        hashes.rememberedFiles(),
        downloads.counts(),
        context.badChunks().sum(),
        context.memory().reservedBytes(),
        context.memory().totalBytes());
  }

  /** As {@link dev.shoal.peer.PeerNode#share(Path, ShareOptions)}. */
  public CompletableFuture<SharedFile> share(Path file, ShareOptions options) {
    requireOpen();
    return shares.share(file, options);
  }

  /** As {@link dev.shoal.peer.PeerNode#identify(Path)}. */
  public CompletableFuture<FileId> identify(Path file) {
    requireOpen();
    return shares.identify(file);
  }

  private void leftGroup(GroupId group) {
    library.withdrawAll(group);
  }

  /** As {@link dev.shoal.peer.PeerNode#download(FileId, Path, DownloadOptions)}. */
  public Download download(FileId fileId, Path destination, DownloadOptions options) {
    return download(context, new WantedFile(fileId, destination), options);
  }

  private Download download(DownloadContext within, WantedFile file, DownloadOptions options) {
    requireOpen();
    EventLoop loop = threads.loops().next();
    DownloadTask task = new DownloadTask(within, loop, file.fileId(), file.destination(), options);
    downloads.add(task);
    if (closed) {
      downloads.remove(task);
      requireOpen();
    }
    task.start();
    return task;
  }

  /** As {@link dev.shoal.peer.PeerNode#downloadAll(List, DownloadOptions)}. */
  public BulkDownload downloadAll(List<WantedFile> files, DownloadOptions options) {
    requireOpen();
    DownloadContext within = context.within(options.downloadLimit());
    BulkTask task = new BulkTask(within, threads.loops().next(), files, options, this::download);
    bulks.add(task);
    if (closed) {
      bulks.remove(task);
      requireOpen();
    }
    task.completion().whenComplete((outcomes, failure) -> bulks.remove(task));
    task.start();
    return task;
  }

  /** As {@link dev.shoal.peer.PeerNode#search(String, String)}. */
  public CompletableFuture<SearchPage> search(String text, @Nullable String next) {
    requireOpen();
    return tracker == null ? noTracker() : CatalogueSearch.run(tracker, text, next);
  }

  /** As {@link dev.shoal.peer.PeerNode#find(FileId)}. */
  public CompletableFuture<Optional<FoundFile>> find(FileId fileId) {
    requireOpen();
    return tracker == null
        ? noTracker()
        : CatalogueSearch.details(tracker, fileId)
            .thenApply(details -> Optional.ofNullable(details.published()));
  }

  /** As {@link dev.shoal.peer.PeerNode#details(FileId)}. */
  public CompletableFuture<FileDetails> details(FileId fileId) {
    requireOpen();
    return tracker == null ? noTracker() : CatalogueSearch.details(tracker, fileId);
  }

  /** As {@link dev.shoal.peer.PeerNode#account()}. */
  public Account account() {
    return account;
  }

  /** As {@link dev.shoal.peer.PeerNode#administration()}. */
  public Administration administration() {
    return administration;
  }

  /** As {@link dev.shoal.peer.PeerNode#groups()}. */
  public Groups groups() {
    return groups;
  }

  private static <T> CompletableFuture<T> noTracker() {
    return CompletableFuture.failedFuture(
        new UnreachableException("this node has no tracker to ask", null));
  }

  /** As {@link dev.shoal.peer.PeerNode#close()}. */
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    sweeper.stop();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    shares.cancelAll();
    bulks.forEach(BulkTask::shutDown);
    downloads.underWay().forEach(DownloadTask::shutDown);
    await(
        CompletableFuture.allOf(
            Stream.concat(
                    downloads.underWay().map(DownloadTask::completion),
                    bulks.stream().map(BulkTask::completion))
                .toArray(CompletableFuture[]::new)),
        deadline);
    downloads.underWay().forEach(DownloadTask::abandon);
    bulks.forEach(BulkTask::abandon);
    if (tracker != null) {
      await(tracker.close(), deadline);
    }
    HttpServer serving = fileServer;
    if (serving != null) {
      await(serving.close(), deadline);
    }
    library.close();
    await(endpoint.close(), deadline);
    threads.close();
    hashes.close(); // last, as workers learn until their end
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the node is closed");
    }
  }

  private static void await(CompletableFuture<?> end, long deadlineNanos) {
    try {
      end.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      log.debug("while closing", e); // a download that was cut short, say
    } catch (TimeoutException e) {
      log.warn("closing took more than {} s and was cut short", CLOSE_SECONDS);
    }
  }
}
