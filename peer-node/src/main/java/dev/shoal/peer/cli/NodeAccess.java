package dev.shoal.peer.cli;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.console.RemoteNode;
import dev.shoal.peer.service.NodeService;
import dev.shoal.peer.service.RestingNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A way to the node of a data directory, whether it runs or not. */
final class NodeAccess implements AutoCloseable {
  /** Each of which waits for a moment. */
  private static final int ATTEMPTS = 3;

  /** No other attempt after so long: who has the directory goes on having it. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final NodeService service;
  private final Runnable end;

  private NodeAccess(NodeService service, Runnable end) {
    this.service = service;
    this.end = end;
  }

  /** To the running node, or else to what it remembers; waits for one that begins or ends. */
  static NodeAccess open(Path directory) throws ShoalException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return now(directory);
      } catch (StorageException e) {
        if (e.reason() != StorageException.Reason.IN_USE || System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
    }
    return now(directory);
  }

  private static NodeAccess now(Path directory) throws ShoalException {
    Optional<RemoteNode> running = RemoteNode.find(directory);
    if (running.isPresent()) {
      RemoteNode node = running.get();
      return new NodeAccess(node, node::close);
    }
    RestingNode node = RestingNode.open(directory);
    return new NodeAccess(node, node::close);
  }

  NodeService service() {
    return service;
  }

  @Override
  public void close() {
    end.run();
  }
}
