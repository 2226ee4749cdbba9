package dev.shoal.peer.internal.serve;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shared files that are held open: few, however many are shared and fetched. Thread-safe.
 *
 * <p>What is being sent of a file that is closed here keeps it open until it has left.
 */
final class OpenFiles {
  private final int most;
  private final Set<GuardedFile> open = ConcurrentHashMap.newKeySet();

  /**
   * @param most that stay open
   */
  OpenFiles(int most) {
    this.most = most;
  }

  /** A file was opened: closes the one that was not used for the longest time, if they are many. */
  void opened(GuardedFile file) {
    open.add(file);
    if (open.size() > most) {
      open.stream()
          .filter(each -> !each.equals(file))
          .min(Comparator.comparingLong(GuardedFile::usedNanos))
          .ifPresent(GuardedFile::closeForNow);
    }
  }

  /** A file was closed. */
  void closed(GuardedFile file) {
    open.remove(file);
  }

  /** Closes those that have not been used for a while. */
  void closeIdle() {
    open.forEach(GuardedFile::closeIfIdle);
  }

  /** How many there are. */
  int count() {
    return open.size();
  }
}
