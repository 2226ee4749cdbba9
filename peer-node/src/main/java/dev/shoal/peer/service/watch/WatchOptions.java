package dev.shoal.peer.service.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a folder is watched. Immutable; each {@code with} method gives a changed copy.
 *
 * @param quiet how long a file must not change before it is shared. Default 2 s; longer for one
 *     that goes on growing
 * @param rescan how often the whole folder is looked through, whatever the system tells of changes.
 *     Default 60 s; less often where it would take more than a hundredth of the time
 * @param preparing files that are given to the sink and not done with yet, at most. Default 16
 * @param entries files and folders that are looked at, at most. Default 1,000,000
 * @param excluded files and folders that are not looked at, absolute. Default none
 */
public record WatchOptions(
    Duration quiet, Duration rescan, int preparing, int entries, List<Path> excluded) {
  private static final WatchOptions DEFAULTS =
      new WatchOptions(Duration.ofSeconds(2), Duration.ofMinutes(1), 16, 1_000_000, List.of());

  /**
   * Checks that all are positive.
   *
   * @throws IllegalArgumentException if one is not
   */
  public WatchOptions {
    if (quiet.isNegative() || rescan.isNegative() || rescan.isZero()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (preparing < 1 || entries < 1) {
      throw new IllegalArgumentException("numbers of files must be positive");
    }
    excluded = excluded.stream().map(path -> path.toAbsolutePath().normalize()).toList();
  }

  /** All defaults. */
  public static WatchOptions defaults() {
    return DEFAULTS;
  }

  /** See {@link #quiet()}. */
  public WatchOptions withQuiet(Duration value) {
    return new WatchOptions(value, rescan, preparing, entries, excluded);
  }

  /** See {@link #rescan()}. */
  public WatchOptions withRescan(Duration value) {
    return new WatchOptions(quiet, value, preparing, entries, excluded);
  }

  /** See {@link #preparing()}. */
  public WatchOptions withPreparing(int value) {
    return new WatchOptions(quiet, rescan, value, entries, excluded);
  }

  /** See {@link #entries()}. */
  public WatchOptions withEntries(int value) {
    return new WatchOptions(quiet, rescan, preparing, value, excluded);
  }

  /** See {@link #excluded()}. */
  public WatchOptions withExcluded(List<Path> value) {
    return new WatchOptions(quiet, rescan, preparing, entries, value);
  }
}
