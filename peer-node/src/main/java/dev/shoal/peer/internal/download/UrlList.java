package dev.shoal.peer.internal.download;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.internal.fetch.HttpTarget;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The URLs that a download was given so far, each once. Thread-safe. */
final class UrlList {
  private final Set<HttpTarget> targets = new LinkedHashSet<>();

  UrlList(List<URI> given) {
    add(given);
  }

  /**
   * Adds URLs, all or none.
   *
   * @return those that are new
   * @throws IllegalArgumentException if one can't be asked for a file, or there would be too many
   */
  synchronized List<HttpTarget> add(List<URI> urls) {
    Set<HttpTarget> together = new LinkedHashSet<>(targets);
    List<HttpTarget> added = new ArrayList<>();
    for (URI url : urls) {
      HttpTarget target = HttpTarget.of(url);
      if (together.add(target)) {
        added.add(target);
      }
    }
    if (together.size() > DownloadOptions.MAX_HTTP_SOURCES) {
      throw new IllegalArgumentException(
          "a download has at most "
              + DownloadOptions.MAX_HTTP_SOURCES
              + " URLs as sources, not "
              + together.size());
    }
    targets.addAll(added);
    return added;
  }

  /** All of them, in the order they came. */
  synchronized List<HttpTarget> all() {
    return List.copyOf(targets);
  }
}
