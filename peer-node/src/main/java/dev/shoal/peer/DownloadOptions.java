package dev.shoal.peer;

import dev.shoal.transport.RateLimit;
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
 * @param downloadLimit bytes of it to be fetched in a second, from all sources together; 0: no
 *     limit, beside the node's. Default 0
 * @param order in which order chunks are fetched, as long as no stream is read. Default rarest
 *     first
 * @param priority how much it matters beside the node's other downloads. Default normal
 * @param group from whose members alone it is fetched; empty: from whoever shares it with
 *     everybody. Default empty
 */
public record DownloadOptions(
    boolean overwrite,
    Duration waitFor,
    Duration stall,
    boolean keepSharing,
    List<InetSocketAddress> sources,
    long downloadLimit,
    DownloadOrder order,
    DownloadPriority priority,
    String group) {
  private static final DownloadOptions DEFAULTS =
      new DownloadOptions(
          false,
          Duration.ZERO,
          Duration.ofMinutes(2),
          true,
          List.of(),
          0,
          DownloadOrder.RAREST_FIRST,
          DownloadPriority.NORMAL,
          "");

  /**
   * Checks the durations and the limit.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DownloadOptions {
    if (waitFor.isNegative() || stall.isNegative()) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
    RateLimit.checked(downloadLimit);
    sources = List.copyOf(sources);
  }

  /** All defaults. */
  public static DownloadOptions defaults() {
    return DEFAULTS;
  }

  /** See {@link #overwrite()}. */
  public DownloadOptions withOverwrite(boolean value) {
    return new DownloadOptions(
        value, waitFor, stall, keepSharing, sources, downloadLimit, order, priority, group);
  }

  /** See {@link #waitFor()}. */
  public DownloadOptions withWaitFor(Duration value) {
    return new DownloadOptions(
        overwrite, value, stall, keepSharing, sources, downloadLimit, order, priority, group);
  }

  /** See {@link #stall()}. */
  public DownloadOptions withStall(Duration value) {
    return new DownloadOptions(
        overwrite, waitFor, value, keepSharing, sources, downloadLimit, order, priority, group);
  }

  /** See {@link #keepSharing()}. */
  public DownloadOptions withKeepSharing(boolean value) {
    return new DownloadOptions(
        overwrite, waitFor, stall, value, sources, downloadLimit, order, priority, group);
  }

  /** See {@link #sources()}. */
  public DownloadOptions withSources(List<InetSocketAddress> value) {
    return new DownloadOptions(
        overwrite, waitFor, stall, keepSharing, value, downloadLimit, order, priority, group);
  }

  /** See {@link #downloadLimit()}. */
  public DownloadOptions withDownloadLimit(long value) {
    return new DownloadOptions(
        overwrite, waitFor, stall, keepSharing, sources, value, order, priority, group);
  }

  /** See {@link #order()}. */
  public DownloadOptions withOrder(DownloadOrder value) {
    return new DownloadOptions(
        overwrite, waitFor, stall, keepSharing, sources, downloadLimit, value, priority, group);
  }

  /** See {@link #priority()}. */
  public DownloadOptions withPriority(DownloadPriority value) {
    return new DownloadOptions(
        overwrite, waitFor, stall, keepSharing, sources, downloadLimit, order, value, group);
  }

  /** See {@link #group()}. */
  public DownloadOptions withGroup(String value) {
    return new DownloadOptions(
        overwrite, waitFor, stall, keepSharing, sources, downloadLimit, order, priority, value);
  }
}
