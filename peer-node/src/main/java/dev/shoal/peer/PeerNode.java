package dev.shoal.peer;

import dev.shoal.peer.internal.Node;
import dev.shoal.peer.internal.NodeConfig;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import dev.shoal.transport.TlsProvider;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One node of the network: serves files, finds them through a tracker, and fetches them from many
 * peers at once.
 *
 * <p>Thread-safe. Futures and callbacks run on the node's loops or workers and must not block them.
 */
public final class PeerNode implements AutoCloseable {
  private final Node node;

  private PeerNode(Node node) {
    this.node = node;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** This node's id, from the key in its data directory. */
  public PeerId peerId() {
    return node.peerId();
  }

  /** Where this node accepts connections. */
  public InetSocketAddress address() {
    return node.address();
  }

  /** The trackers that it was given, {@code host:port}, the preferred one first. */
  public List<String> trackers() {
    return node.trackers();
  }

  /** Whether a tracker knows this node right now. */
  public boolean isTrackerConnected() {
    return node.isTrackerConnected();
  }

  /** How this node stands with its trackers; empty if it has none. */
  public Optional<TrackerStatus> trackerStatus() {
    return node.trackerStatus();
  }

  /** As {@link #share(Path, ShareOptions)} with all defaults. */
  public CompletableFuture<SharedFile> share(Path file) {
    return share(file, ShareOptions.defaults());
  }

  /**
   * Hashes a file and serves it from where it lies.
   *
   * @param file a regular file, which must not change while it is shared
   * @return completes when the file is served and the tracker knows, or could not be reached: then
   *     it is told as soon as it can; fails with {@link StorageException}, {@link
   *     FileChangedException}, {@link DeniedException} (the tracker asks for a login, say), {@link
   *     UntrustedException}, or another {@link ShoalException} with which the tracker refuses to
   *     know the file in a group; to cancel it stops the hashing
   */
  public CompletableFuture<SharedFile> share(Path file, ShareOptions options) {
    return node.share(file, options);
  }

  /**
   * Hashes a file without sharing it.
   *
   * @param file a regular file
   * @return fails with {@link StorageException} or {@link FileChangedException}; to cancel it stops
   *     the hashing
   */
  public CompletableFuture<FileId> identify(Path file) {
    return node.identify(file);
  }

  /** As {@link #download(FileId, Path, DownloadOptions)} with all defaults. */
  public Download download(FileId fileId, Path destination) {
    return download(fileId, destination, DownloadOptions.defaults());
  }

  /**
   * Fetches a file. What an earlier attempt at the same destination verified is kept, and with it
   * for whom: what was begun in a group is served to its members alone, also when it is gone on
   * with outside of it. The same holds for what is copied from a file that this node shares in
   * groups. Only {@link #share(Path, ShareOptions)} makes such content public.
   *
   * @param destination the file to be made; its directory must exist
   */
  public Download download(FileId fileId, Path destination, DownloadOptions options) {
    return node.download(fileId, destination, options);
  }

  /**
   * Fetches many files, as if each were {@link #download(FileId, Path, DownloadOptions) downloaded}
   * by itself, but small ones many at a time: whoever has one of them is asked for all. Those that
   * are larger than 64 KiB, or partly here, are downloaded one by one, some at a time.
   *
   * @param files destinations should differ; of those that don't, the first one is fetched first
   * @param options for each of them; the download limit is for all together. Order and priority
   *     mean nothing to small files
   */
  public BulkDownload downloadAll(List<WantedFile> files, DownloadOptions options) {
    return node.downloadAll(files, options);
  }

  /**
   * Finds files in the tracker's catalogue whose name and tags have every word of the text, as
   * words or beginnings of words.
   *
   * @param text empty: everything, newest first
   * @param next {@link SearchPage#next()} of the page before; null: the first page
   * @return fails with {@link UnreachableException}, {@link UntrustedException} or {@link
   *     DeniedException} (the tracker asks for a login)
   */
  public CompletableFuture<SearchPage> search(String text, @Nullable String next) {
    return node.search(text, next);
  }

  /**
   * Looks a file up in the tracker's catalogue.
   *
   * @return empty if nobody published it; fails with {@link UnreachableException}
   */
  public CompletableFuture<Optional<FoundFile>> find(FileId fileId) {
    return node.find(fileId);
  }

  /**
   * Asks the tracker what it knows of a file.
   *
   * @return fails with {@link UnreachableException}
   */
  public CompletableFuture<FileDetails> details(FileId fileId) {
    return node.details(fileId);
  }

  /** This node's login at its tracker. */
  public Account account() {
    return node.account();
  }

  /** What administrators of this node's tracker may do. */
  public Administration administration() {
    return node.administration();
  }

  /** The groups at this node's tracker, for who is logged in. */
  public Groups groups() {
    return node.groups();
  }

  /**
   * Changes how many bytes of files this node sends in a second, all together, from now on.
   *
   * @param bytesPerSecond 0: no limit
   * @throws IllegalArgumentException if it is out of range
   */
  public void setUploadLimit(long bytesPerSecond) {
    node.uploadLimit().set(bytesPerSecond);
  }

  /**
   * Changes how many bytes of files this node fetches in a second, all together, from now on.
   *
   * @param bytesPerSecond 0: no limit
   * @throws IllegalArgumentException if it is out of range
   */
  public void setDownloadLimit(long bytesPerSecond) {
    node.downloadLimit().set(bytesPerSecond);
  }

  /** Where this node serves files over HTTP, with the port that was chosen if any would do. */
  public Optional<InetSocketAddress> fileServerAddress() {
    return node.fileServerAddress();
  }

  /** How much this node has sent and fetched since it was built. Costs nothing to ask often. */
  public Traffic traffic() {
    return node.traffic();
  }

  /** The nodes that this one is connected with, those that it is connected with longest first. */
  public List<ConnectedPeer> connections() {
    return node.connections();
  }

  /** What this node is doing, in numbers; to be asked every second or so. */
  public NodeFigures figures() {
    return node.figures();
  }

  /**
   * Stops everything: downloads keep what they have for another attempt, the tracker is told, and
   * when this returns no thread, descriptor or buffer of the node is left. What has not come to its
   * end within ten seconds, say because a disk is slow, is cut short: its futures fail, and a
   * worker that is still at it ends by itself.
   */
  @Override
  public void close() {
    node.close();
  }

  /** Collects settings; {@link #build()} checks them. Not thread-safe. */
  public static final class Builder {
    private final NodeConfig.Draft draft = new NodeConfig.Draft();

    private Builder() {}

    /**
     * The tracker, {@code host} or {@code host:port} (port 7070). Default none: only given sources.
     */
    public Builder tracker(String value) {
      return trackers(List.of(value));
    }

    /**
     * Several trackers, at most 16, in place of one: alternatives, of which one is used at a time.
     *
     * <p>A node uses the first that answers. When it loses that one, it tries to resume there, and
     * then goes on to the others in this order, all without a rest; when all have failed, it rests
     * for a random time of 0.5 s to at most 30 s. It returns to an earlier one within a minute of
     * its being there again. Nodes at different trackers do not find each other, so all are best
     * given the same list in the same order.
     */
    public Builder trackers(List<String> values) {
      draft.trackers = List.copyOf(values);
      return this;
    }

    /** Local address to listen on and dial from. Default all, IPv4 and IPv6. */
    public Builder bind(InetAddress value) {
      draft.bind = value;
      return this;
    }

    /** Port to listen on, 0 for any. Default 0. */
    public Builder port(int value) {
      draft.port = value;
      return this;
    }

    /**
     * Where the node's key, the trackers that it knows and its logins lie. Default {@code .shoal}
     * in the user's home. Several nodes and processes may use one at a time: they are one and the
     * same to others.
     */
    public Builder dataDirectory(Path value) {
      draft.dataDirectory = value;
      return this;
    }

    /** The application's own event loops, which it shuts down itself. Default two of the node's. */
    public Builder eventLoops(EventLoopGroup value) {
      draft.eventLoops = value;
      return this;
    }

    /**
     * The application's own threads for hashing and disk, which it shuts down itself. Must not run
     * tasks on the calling thread. Default one per processor.
     */
    public Builder workers(Executor value) {
      draft.workers = value;
      return this;
    }

    /** How bytes move through sockets, unless event loops are given. Default the best there is. */
    public Builder transport(TransportKind value) {
      draft.transport = value;
      return this;
    }

    /** Timeouts and limits of connections. Default {@link TransportConfig#defaults()}. */
    public Builder transportConfig(TransportConfig value) {
      draft.transportConfig = value;
      return this;
    }

    /**
     * Most bytes of direct memory for chunks under way, over all downloads: from the request to the
     * disk no buffers of chunks hold more, however many downloads and sources there are. At least 8
     * MiB, at most what the JVM may use. Default a third of that, at most 128 MiB.
     *
     * <p>What comes on top is about {@link TransportConfig#receiveBuffer()} for each event loop, a
     * few KiB for each connection, and what the allocator keeps and can't use: a pooled one's
     * blocks of 4 MiB are as a rule not full, least of all when files have chunks of different
     * sizes. So with more than a third the JVM's maximum may be reached. Then chunks fail and are
     * asked for again, and connections may be lost.
     */
    public Builder memory(long bytes) {
      draft.memory = bytes;
      return this;
    }

    /**
     * Most bytes of files sent in a second, to all peers together; 0: no limit, otherwise at least
     * 1,024. What frames and TCP need comes on top. Default 0.
     */
    public Builder uploadLimit(long bytesPerSecond) {
      draft.uploadLimit = bytesPerSecond;
      return this;
    }

    /**
     * Most bytes of files fetched in a second, from all peers together; 0: no limit, otherwise at
     * least 1,024. What a tracker sends never counts. Default 0.
     */
    public Builder downloadLimit(long bytesPerSecond) {
      draft.downloadLimit = bytesPerSecond;
      return this;
    }

    /** Most sources that one download uses at a time. Default 32. */
    public Builder maxSources(int value) {
      draft.maxSources = value;
      return this;
    }

    /**
     * What downloads may do with the URLs that they are given as sources. Default {@link
     * HttpSourcePolicy#defaults()}.
     */
    public Builder httpSources(HttpSourcePolicy value) {
      draft.httpSources = value;
      return this;
    }

    /**
     * Whether the hashes of files that were shared or downloaded are remembered in the data
     * directory, so that a file is not read again when it is shared again: it is known by its path,
     * size, time of the last change and inode, or by the latter three when it was renamed. Of
     * several nodes of one directory only the first that runs does so. Default false.
     */
    public Builder rememberHashes(boolean value) {
      draft.rememberHashes = value;
      return this;
    }

    /**
     * Where this node serves complete files that it shares with everybody over plain HTTP, to
     * whoever asks: {@code /files/FILE-ID}, optionally with any name behind it. Ranges, resuming
     * and conditions work as browsers and download programs expect. What is sent so counts against
     * this node's and the file's upload limits. Default nowhere.
     *
     * @param address port 0 for any; the wildcard host for all addresses
     */
    public Builder fileServer(InetSocketAddress address) {
      draft.fileServer = address;
      return this;
    }

    /** Which connections are encrypted. Default {@link TlsMode#AUTO}. */
    public Builder tls(TlsMode value) {
      draft.tls = value;
      return this;
    }

    /** By what connections are encrypted. Default BoringSSL where it is there, else the JDK. */
    public Builder tlsProvider(TlsProvider value) {
      draft.tlsProvider = value;
      return this;
    }

    /**
     * Fingerprint of the tracker's key, as it prints it at its start: no other tracker is trusted,
     * whatever is known from earlier. Default none: the key that a tracker shows first is the one
     * it is held to from then on.
     */
    public Builder trackerFingerprint(String value) {
      draft.trackerFingerprint = value;
      return this;
    }

    /**
     * A certificate that an organisation's authority has issued to this node, in place of its own
     * self-signed one. The node's id then follows from its key.
     *
     * @param chain PEM file: the certificate, then those of intermediate authorities
     * @param key PEM file: its private key, PKCS #8, ECDSA on P-256
     */
    public Builder certificate(Path chain, Path key) {
      draft.certificateChain = chain;
      draft.certificateKey = key;
      return this;
    }

    /**
     * PEM file of authorities: a tracker whose certificate one of them issued for its host is
     * trusted, whatever its key.
     */
    public Builder authorities(Path pem) {
      draft.authorities = pem;
      return this;
    }

    /** The application's own rules for who may fetch from this node. Default: no further ones. */
    public Builder accessPolicy(AccessPolicy value) {
      draft.accessPolicy = value;
      return this;
    }

    /**
     * Starts the node: listens, and connects to a tracker in the background. Blocks for a moment.
     *
     * @throws IllegalArgumentException naming the setting that is out of range
     * @throws StorageException if the data directory can't be used
     * @throws UnreachableException if the address can't be listened on
     */
    public PeerNode build() throws StorageException, UnreachableException {
      return new PeerNode(Node.start(draft.conclude()));
    }
  }
}
