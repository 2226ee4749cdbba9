package dev.shoal.peer.cli;

import dev.shoal.peer.console.RemoteNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What another process asks of, and tells, the node that runs with a data directory, if one does.
 */
final class RunningNodes {
  private static final Logger log = LoggerFactory.getLogger(RunningNodes.class);
  private static final long PATIENCE_SECONDS = 10;

  private RunningNodes() {}

  /** Those that it uses, each {@code host:port}; none if none runs. */
  static List<String> trackers(Path directory) {
    RemoteNode node = RemoteNode.find(directory).orElse(null);
    if (node == null) {
      return List.of();
    }
    try (node) {
      return node.status().get(PATIENCE_SECONDS, TimeUnit.SECONDS).trackers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the running node does not say which trackers it uses: {}", Sentence.of(e));
    }
    return List.of();
  }

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
