package dev.shoal.peer.cli;

import dev.shoal.peer.console.RemoteNode;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the node that runs with a data directory, if one does, what another process did there. */
final class RunningNodes {
  private static final Logger log = LoggerFactory.getLogger(RunningNodes.class);
  private static final long PATIENCE_SECONDS = 10;

  private RunningNodes() {}

  /** Has it log in or out as the directory says; what it does not hear now it notices later. */
  static void loginChanged(Path directory) {
    RemoteNode node = RemoteNode.find(directory).orElse(null);
    if (node == null) {
      return;
    }
    try (node) {
      node.refreshAccount().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the running node has not taken up the login: {}", Sentence.of(e));
    }
  }
}
