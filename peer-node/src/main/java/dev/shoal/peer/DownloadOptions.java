package dev.shoal.peer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How one file is to be downloaded. Immutable; each {@code with} method gives a changed copy.
 *
 * @param overwrite whether an existing file at the destination may be replaced. Default no
 * @param waitFor how long to wait for somebody to share the file when nobody does. Default zero:
 *     fail at once
 * @param stall how long to go on without a single verified byte, once there was a source. Default 2
 *     minutes
 * @param keepSharing whether the file is served to others once it is complete, until the node is
 *     closed. Default yes
 * @param sources known besides those of the tracker. Default none
 */
public record DownloadOptions(
    boolean overwrite,
    Duration waitFor,
    Duration stall,
    boolean keepSharing,
    List<InetSocketAddress> sources) {
  private static final DownloadOptions DEFAULTS =
      new DownloadOptions(false, Duration.ZERO, Duration.ofMinutes(2), true, List.of());

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public DownloadOptions {
    if (waitFor.isNegative() || stall.isNegative()) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
    sources = List.copyOf(sources);
  }

  /** All defaults. */
  public static DownloadOptions defaults() {
    return DEFAULTS;
  }

  /** See {@link #overwrite()}. */
  public DownloadOptions withOverwrite(boolean value) {
    return new DownloadOptions(value, waitFor, stall, keepSharing, sources);
  }

  /** See {@link #waitFor()}. */
  public DownloadOptions withWaitFor(Duration value) {
    return new DownloadOptions(overwrite, value, stall, keepSharing, sources);
  }

  /** See {@link #stall()}. */
  public DownloadOptions withStall(Duration value) {
    return new DownloadOptions(overwrite, waitFor, value, keepSharing, sources);
  }

  /** See {@link #keepSharing()}. */
  public DownloadOptions withKeepSharing(boolean value) {
    return new DownloadOptions(overwrite, waitFor, stall, value, sources);
  }

  /** See {@link #sources()}. */
  public DownloadOptions withSources(List<InetSocketAddress> value) {
    return new DownloadOptions(overwrite, waitFor, stall, keepSharing, value);
  }
}
