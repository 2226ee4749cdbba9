package dev.shoal.peer.service;

/**
 * Is told what changes at a running node, a moment after it did: of changes that follow each other
 * quickly only the last one may be told. Never called under a lock, always on the same thread, and
 * must not block it.
 */
public interface ServiceListener {
  /** A download is new, or not as it was. */
  default void downloadChanged(DownloadInfo download) {}

  /** A download is forgotten. */
  default void downloadGone(String id) {}

  /** A share is new, or not as it was. */
  default void shareChanged(ShareInfo share) {}

  /** A file is shared no more. */
  default void shareGone(String id) {}

  /** More shares have changed than are worth telling one by one. */
  default void sharesChanged() {}

  /** Something is to be told to people. */
  default void logged(LogEntry entry) {}
}
