package dev.shoal.peer.internal;

import dev.shoal.peer.AccessPolicy;
import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.internal.store.DiskFileLayer;
import dev.shoal.peer.internal.store.FileLayer;
import dev.shoal.peer.internal.trust.TrackerAddress;
import dev.shoal.protocol.PeerId;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TlsProvider;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The checked settings of one node. Immutable. */
public final class NodeConfig {
  private static final long LEAST_MEMORY = 8L << 20;
  private static final long MOST_DEFAULT_MEMORY = 128L << 20;

  final List<TrackerAddress> trackers;
  final @Nullable InetAddress bind;
  final int port;
  final Path dataDirectory;
  final @Nullable EventLoopGroup eventLoops;
  final @Nullable Executor workers;
  final TransportKind transport;
  final TransportConfig transportConfig;
  final long memory;
  final int maxSources;
  final long uploadLimit;
  final long downloadLimit;
  final TlsMode tls;
  final TlsProvider tlsProvider;
  final @Nullable PeerId trackerFingerprint;
  final @Nullable Path certificateChain;
  final @Nullable Path certificateKey;
  final @Nullable Path authorities;
  final AccessPolicy accessPolicy;
  final HttpSourcePolicy httpSources;
  final boolean rememberHashes;
  final @Nullable InetSocketAddress fileServer;
  final FileLayer files;

  private NodeConfig(Draft draft) {
    trackers = TrackerAddress.parseAll(draft.trackers);
    bind = draft.bind;
    port = within(draft.port, 0, 0xFFFF, "port");
    dataDirectory = draft.dataDirectory;
    eventLoops = draft.eventLoops;
    workers = draft.workers;
    transport = draft.transport == null ? TransportKind.best() : draft.transport;
    transportConfig = draft.transportConfig;
    memory = memory(draft.memory, PlatformDependent.maxDirectMemory());
    maxSources = within(draft.maxSources, 1, 1000, "maxSources");
    uploadLimit = rate(draft.uploadLimit, "uploadLimit");
    downloadLimit = rate(draft.downloadLimit, "downloadLimit");
    tls = draft.tls;
    tlsProvider = draft.tlsProvider;
    trackerFingerprint = fingerprint(draft.trackerFingerprint);
    certificateChain = draft.certificateChain;
    certificateKey = draft.certificateKey;
    authorities = draft.authorities;
    accessPolicy = draft.accessPolicy;
    httpSources = draft.httpSources;
    rememberHashes = draft.rememberHashes;
    fileServer = draft.fileServer;
    files = draft.files;
    if (!tlsProvider.isAvailable()) {
      throw new IllegalArgumentException("tlsProvider " + tlsProvider + " is not available here");
    }
    if (tls == TlsMode.OFF && (trackerFingerprint != null || certificateChain != null)) {
      throw new IllegalArgumentException(
          "a tracker's fingerprint and a certificate are of no use when TLS is off");
    }
  }

  /**
   * More than the JVM has can only be a mistake; how much less it should be is said, not forced.
   */
  static long memory(long value, long most) {
    if (value < LEAST_MEMORY) {
      throw new IllegalArgumentException("memory must be at least 8 MiB, not " + value);
    }
    if (value > most) {
      throw new IllegalArgumentException(
          "memory must be at most the "
              + most
              + " bytes of direct memory that this JVM may use (-XX:MaxDirectMemorySize, or else"
              + " -Xmx), not "
              + value);
    }
    return value;
  }

  private static @Nullable PeerId fingerprint(@Nullable String text) {
    try {
      return text == null ? null : PeerId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("trackerFingerprint: " + e.getMessage(), e);
    }
  }

  private static long rate(long value, String name) {
    try {
      return RateLimit.checked(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static int within(int value, int min, int max, String name) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /** What the builder collects. */
  public static final class Draft {
    public List<String> trackers = List.of();
    public @Nullable InetAddress bind;
    public int port;
    public Path dataDirectory = Path.of(System.getProperty("user.home"), ".shoal");
    public @Nullable EventLoopGroup eventLoops;
    public @Nullable Executor workers;
    public @Nullable TransportKind transport;
    public TransportConfig transportConfig = TransportConfig.defaults();
    public long memory =
        Math.max(
            LEAST_MEMORY, Math.min(MOST_DEFAULT_MEMORY, PlatformDependent.maxDirectMemory() / 3));
    public int maxSources = 32;
    public long uploadLimit;
    public long downloadLimit;
    public TlsMode tls = TlsMode.AUTO;
    public TlsProvider tlsProvider = TlsProvider.AUTO;
    public @Nullable String trackerFingerprint;
    public @Nullable Path certificateChain;
    public @Nullable Path certificateKey;
    public @Nullable Path authorities;
    public AccessPolicy accessPolicy = AccessPolicy.everybody();
    public boolean rememberHashes;
    public @Nullable InetSocketAddress fileServer;

    public HttpSourcePolicy httpSources = HttpSourcePolicy.defaults();

    /** What downloads are written through; not for applications. */
    public FileLayer files = new DiskFileLayer();

    /**
     * The checked settings.
     *
     * @throws IllegalArgumentException naming the one that is out of range
     */
    public NodeConfig conclude() {
      return new NodeConfig(this);
    }
  }
}
