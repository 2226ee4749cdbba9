package dev.shoal.benchmarks.scale;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Many nodes in this process, on common threads, that share the same small files. */
final class PeerFleet implements AutoCloseable {
  private static final int LENGTH = 1000;

  private final Path directory;
  private final String tracker;
  private final EventLoopGroup loops;
  private final Executor workers;
  private final List<PeerNode> nodes = new ArrayList<>();

  PeerFleet(Path directory, String tracker, EventLoopGroup loops, Executor workers) {
    this.directory = directory;
    this.tracker = tracker;
    this.loops = loops;
    this.workers = workers;
  }

  /** Opens nodes one after the other; each has told its tracker when the next one is opened. */
  void open(int count, int files) throws IOException {
    List<Path> shared = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[LENGTH];
      content[0] = (byte) i;
      content[1] = (byte) (i >> 8);
      shared.add(Files.write(directory.resolve("file" + i), content));
    }
    for (int i = 0; i < count; i++) {
      PeerNode node = open(directory.resolve("node" + i));
      nodes.add(node);
      CompletableFuture.allOf(shared.stream().map(node::share).toArray(CompletableFuture<?>[]::new))
          .join();
    }
  }

  private PeerNode open(Path data) throws IOException {
    try {
      return PeerNode.builder()
          .tracker(tracker)
          .bind(InetAddress.getLoopbackAddress())
          .dataDirectory(data)
          .eventLoops(loops)
          .workers(workers)
          .build();
    } catch (ShoalException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(PeerNode::close);
  }
}
