package dev.shoal.peer.swarm;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import dev.shoal.transport.TransportKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * A tracker, some seeders of one file and some nodes that want it, over loopback sockets:
 *
 * <pre>
 *   try (Swarm swarm = Swarm.in(directory).of(content).seeders(2).leechers(5).start()) {
 *     swarm.everyoneDownloads();
 *     swarm.everyCopyIsIdentical();
 *   }
 * </pre>
 */
public final class Swarm implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final Path directory;
  private final TransportKind transport;
  private final Path original;
  private final FileId fileId;
  private final Timing timing;
  private final int trackerPort;
  private TrackerServer tracker;
  private final List<PeerNode> seeders = new ArrayList<>();
  private final List<PeerNode> leechers = new ArrayList<>();
  private final Set<Path> copies = new LinkedHashSet<>();
  private final List<SharedFile> shared = new ArrayList<>();

  private Swarm(Plan plan) throws Exception {
    directory = plan.directory;
    transport = plan.transport;
    original = Content.write(directory.resolve("original.bin"), plan.length, plan.seed);
    fileId =
        new FileHasher(ForkJoinPool.commonPool(), 2)
            .hash(original, hashed -> {})
            .join()
            .manifest()
            .fileId();
    timing = plan.timing;
    tracker = startTracker(0);
    trackerPort = tracker.address().getPort();
    for (int i = 0; i < plan.seeders; i++) {
      PeerNode seeder = node("seeder" + i);
      seeders.add(seeder);
      shared.add(seeder.share(original).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    for (int i = 0; i < plan.leechers; i++) {
      leechers.add(node("leecher" + i));
    }
  }

  /** A swarm with its files below a directory. */
  public static Plan in(Path directory) {
    return new Plan(directory);
  }

  private record Timing(Duration heartbeat, Duration lease, Duration resume) {}

  /** What the swarm is to be. */
  public static final class Plan {
    private final Path directory;
    private long length = 1 << 20;
    private long seed = 1;
    private int seeders = 1;
    private int leechers = 1;
    private TransportKind transport = TransportKind.best();
    private Timing timing =
        new Timing(Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(60));

    private Plan(Path directory) {
      this.directory = directory;
    }

    /** Length of the file that everybody wants. */
    public Plan sharing(long bytes) {
      length = bytes;
      return this;
    }

    /** How many have it from the start. */
    public Plan seeders(int count) {
      seeders = count;
      return this;
    }

    /** How many want it. */
    public Plan leechers(int count) {
      leechers = count;
      return this;
    }

    /** How bytes move. */
    public Plan over(TransportKind kind) {
      transport = kind;
      return this;
    }

    /** How patient the tracker is. */
    public Plan leases(Duration heartbeat, Duration lease, Duration resume) {
      timing = new Timing(heartbeat, lease, resume);
      return this;
    }

    /** Starts everything. */
    public Swarm start() throws Exception {
      return new Swarm(this);
    }
  }

  /** Another node of this swarm, to be closed by the caller. */
  public PeerNode node(String name) throws Exception {
    return settings(name).build();
  }

  /** Settings of another node of this swarm. */
  public PeerNode.Builder settings(String name) {
    return PeerNode.builder()
        .tracker("127.0.0.1:" + trackerPort)
        .bind(InetAddress.getLoopbackAddress())
        .transport(transport)
        .memory(32 << 20)
        .dataDirectory(directory.resolve(name));
  }

  /** A peer that a test tells what to do, known to the tracker, and to be closed by the caller. */
  public ScriptedPeer scripted() throws Exception {
    return new ScriptedPeer(original, transport).register(tracker.address());
  }

  /** The tracker goes away, and with it all that it knew. */
  public void trackerStops() {
    tracker.close();
  }

  /** A new tracker takes the place of the one that stopped. */
  public void trackerStarts() throws Exception {
    tracker = startTracker(trackerPort);
  }

  private TrackerServer startTracker(int port) throws Exception {
    return TrackerServer.builder()
        .bindAddress(InetAddress.getLoopbackAddress())
        .port(port)
        .transportKind(transport)
        .dataDirectory(directory.resolve("tracker"))
        .heartbeat(timing.heartbeat)
        .lease(timing.lease)
        .resume(timing.resume)
        .start()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The file's id. */
  public FileId fileId() {
    return fileId;
  }

  /** The file itself. */
  public Path original() {
    return original;
  }

  /** The tracker. */
  public TrackerServer tracker() {
    return tracker;
  }

  /** The nodes that share the original. */
  public List<PeerNode> seeders() {
    return seeders;
  }

  /** The shares of the original, one for each seeder. */
  public List<SharedFile> shared() {
    return shared;
  }

  /** The nodes that want it. */
  public List<PeerNode> leechers() {
    return leechers;
  }

  /** Where a leecher's download goes. */
  public Path copy(int leecher) {
    return directory.resolve("copy" + leecher + ".bin");
  }

  /** Starts one leecher's download. */
  public Download download(int leecher, DownloadOptions options) {
    Path copy = copy(leecher);
    copies.add(copy);
    return leechers.get(leecher).download(fileId(), copy, options);
  }

  /** Has every leecher download the file at the same time. */
  public List<DownloadResult> everyoneDownloads() throws Exception {
    List<Download> downloads = new ArrayList<>();
    for (int i = 0; i < leechers.size(); i++) {
      downloads.add(download(i, DownloadOptions.defaults()));
    }
    List<DownloadResult> results = new ArrayList<>();
    for (Download download : downloads) {
      results.add(download.completion().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
    return results;
  }

  /** Throws unless every copy begun has the original's bytes. */
  public void everyCopyIsIdentical() throws IOException {
    for (Path copy : copies) {
      isIdentical(copy);
    }
  }

  /** Throws unless a file has the original's bytes. */
  public void isIdentical(Path copy) throws IOException {
    long mismatch = Files.mismatch(original, copy);
    if (mismatch >= 0) {
      throw new AssertionError(copy + " differs from the original at byte " + mismatch);
    }
  }

  @Override
  public void close() {
    leechers.forEach(PeerNode::close);
    seeders.forEach(PeerNode::close);
    tracker.close();
  }
}
