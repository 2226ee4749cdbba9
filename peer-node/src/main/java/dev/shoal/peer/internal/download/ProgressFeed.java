package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest progress of one download, and who wants to hear of it. Thread-safe. */
final class ProgressFeed {
  private static final Logger log = LoggerFactory.getLogger(ProgressFeed.class);

  private final List<Consumer<DownloadProgress>> listeners = new CopyOnWriteArrayList<>();
  private volatile DownloadProgress latest =
      new DownloadProgress(DownloadState.SEARCHING, -1, 0, 0, 0, 0, null, List.of());

  DownloadProgress latest() {
    return latest;
  }

  void add(Consumer<DownloadProgress> listener) {
    listeners.add(listener);
  }

  /** Tells the listeners, if anything is new. */
  void update(DownloadProgress progress) {
    if (progress.equals(latest)) {
      return;
    }
    latest = progress;
    for (Consumer<DownloadProgress> listener : listeners) {
      try {
        listener.accept(progress);
      } catch (RuntimeException e) {
        log.warn("a progress listener failed", e);
      }
    }
  }
}
