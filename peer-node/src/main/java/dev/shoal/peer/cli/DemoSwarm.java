package dev.shoal.peer.cli;

import dev.shoal.peer.Download;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** A tracker, some seeders and a downloader on the loopback interface, all in this process. */
final class DemoSwarm implements AutoCloseable {
  private final TrackerServer tracker;
  private final List<PeerNode> seeders = new ArrayList<>();
  private final Deque<PeerNode> open = new ArrayDeque<>();
  private final PeerNode downloader;

  private DemoSwarm(Workspace workspace, int peers) throws ShoalException {
    tracker =
        TrackerServer.builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .start()
            .join();
    try {
      for (int i = 1; i <= peers; i++) {
        seeders.add(node(workspace.path("seeder-" + i)));
      }
      downloader = node(workspace.path("downloader"));
    } catch (ShoalException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts them all, with their keys in the workspace. */
  static DemoSwarm start(Workspace workspace, int peers) throws ShoalException {
    return new DemoSwarm(workspace, peers);
  }

  /**
   * Lets every seeder share the file.
   *
   * @param hashed told of the bytes hashed so far by all of them
   */
  CompletableFuture<FileId> share(Path file, LongConsumer hashed) {
    AtomicLongArray each = new AtomicLongArray(seeders.size());
    List<CompletableFuture<SharedFile>> shared = new ArrayList<>();
    for (int i = 0; i < seeders.size(); i++) {
      int seeder = i;
      LongConsumer ownHashed =
          bytes -> {
            each.accumulateAndGet(seeder, bytes, Math::max);
            hashed.accept(IntStream.range(0, each.length()).mapToLong(each::get).sum());
          };
      shared.add(seeders.get(i).share(file, ShareOptions.defaults().withOnHashed(ownHashed)));
    }
    return CompletableFuture.allOf(shared.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> shared.get(0).join().fileId());
  }

  /** Lets the downloader fetch it. */
  Download download(FileId fileId, Path destination) {
    return downloader.download(fileId, destination);
  }

  /** Nodes first, so that they can say goodbye. */
  @Override
  public void close() {
    open.forEach(PeerNode::close);
    tracker.close();
  }

  private PeerNode node(Path data) throws ShoalException {
    PeerNode node =
        PeerNode.builder()
            .tracker(NetUtil.toSocketAddressString(tracker.address()))
            .bind(InetAddress.getLoopbackAddress())
            .dataDirectory(data)
            .build();
    open.push(node);
    return node;
  }
}
