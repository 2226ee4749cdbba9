package dev.shoal.peer.service;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.protocol.FileId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Downloads that were given up while nothing of them was under way, and of which something may be
 * there: deletes it. Belongs to the agent's thread.
 */
final class GivenUp {
  private final Agent agent;
  private final NodePort node;
  private final Runnable remember;

  /** Of those that are remembered as given up. */
  private final Map<String, SavedDownload> left = new TreeMap<>();

  private boolean closed;

  /**
   * @param remember told when one need not be remembered any more
   */
  GivenUp(Agent agent, NodePort node, Runnable remember) {
    this.agent = agent;
    this.node = node;
    this.remember = remember;
  }

  /** Takes up one that was given up while no node ran: remembered until nothing of it is left. */
  void restore(SavedDownload saved) {
    left.put(saved.id(), saved);
    discard(saved);
  }

  /** What is to be remembered. */
  Collection<SavedDownload> saved() {
    return Collections.unmodifiableCollection(left.values());
  }

  /** Deletes what is there: the node knows what, so it is begun, and given up at once. */
  void discard(SavedDownload saved) {
    String fileId = saved.fileId();
    Optional<Path> destination = Downloads.path(saved.path());
    if (fileId == null || destination.isEmpty()) {
      left.remove(saved.id());
      return;
    }
    DownloadOptions options = DownloadOptions.defaults().withGroup(saved.request().group());
    Download download = node.download(FileId.parse(fileId), destination.get(), options);
    download.cancel();
    download
        .completion()
        .whenComplete((result, failure) -> agent.execute(() -> discarded(saved.id())));
  }

  private void discarded(String id) {
    if (!closed && left.remove(id) != null) {
      remember.run();
    }
  }

  /** What is not deleted yet stays remembered. */
  void close() {
    closed = true;
  }
}
