package dev.shoal.peer.internal.bulk;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.download.DownloadContext;

/** Begins ordinary downloads, each of one file. */
@FunctionalInterface
public interface SingleDownloads {
  /**
   * Begins one.
   *
   * @throws IllegalStateException if the node is closed
   */
  Download begin(DownloadContext context, WantedFile file, DownloadOptions options);
}
