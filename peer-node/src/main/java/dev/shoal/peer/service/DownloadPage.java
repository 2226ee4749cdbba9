package dev.shoal.peer.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a node's downloads, the first one's first.
 *
 * @param next what to ask for those before these with; null: there are none
 */
public record DownloadPage(List<DownloadInfo> downloads, @Nullable String next) {
  public DownloadPage {
    downloads = List.copyOf(downloads);
  }

  /**
   * The last ones of a list.
   *
   * @param downloads all, or at least one more than fit
   */
  static DownloadPage lastOf(List<DownloadInfo> downloads, int limit) {
    int more = Math.max(0, downloads.size() - limit);
    List<DownloadInfo> shown = downloads.subList(more, downloads.size());
    return new DownloadPage(shown, more > 0 ? shown.get(0).id() : null);
  }
}
