package dev.shoal.peer;

import dev.shoal.peer.internal.fetch.HttpTarget;
import dev.shoal.transport.RateLimit;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How one file is to be downloaded. Immutable; each {@code with} method gives a changed copy.
 *
 * @param overwrite whether an existing file at the destination may be replaced. Default no
 * @param waitFor how long to wait for somebody to share the file when nobody does. Default zero:
 *     fail at once
 * @param stall how long to go on without a single verified byte, once there was a source; and,
 *     while a URL is asked for all of the file, how long to go on with it without some KiB of it.
 *     Default 2 minutes
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
 * @param httpSources HTTP and HTTPS URLs under which the same content is had, at most 16. What
 *     comes from there is verified like any other bytes; {@link HttpSourcePolicy} says what may be
 *     dialled for them. With peers they are asked for chunks, which takes a server that gives parts
 *     of files. While no peer tells what the file consists of, one URL after the other is asked for
 *     all of it, from the first byte to the last: of a server that says how long it is. That is
 *     seen as bytes that are fetched but not verified, until the last one has come and it is known
 *     whether it is the file; if it is not, nothing of it stays. Of what came so far an attempt
 *     that was paused or lost its connection goes on if the server gives parts of files, one that
 *     was ended or killed begins anew. Default none
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
    String group,
    List<URI> httpSources) {
  /** Most URLs of one download. */
  public static final int MAX_HTTP_SOURCES = 16;

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
          "",
          List.of());

  /**
   * Checks the durations, the limit and the URLs.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public DownloadOptions {
    if (waitFor.isNegative() || stall.isNegative()) {
      throw new IllegalArgumentException("a duration must not be negative");
    }
    RateLimit.checked(downloadLimit);
    sources = List.copyOf(sources);
    httpSources = List.copyOf(httpSources);
    if (httpSources.size() > MAX_HTTP_SOURCES) {
      throw new IllegalArgumentException(
          "a download has at most "
              + MAX_HTTP_SOURCES
              + " URLs as sources, not "
              + httpSources.size());
    }
    httpSources.forEach(HttpTarget::of);
  }

  /** All defaults. */
  public static DownloadOptions defaults() {
    return DEFAULTS;
  }

  /** See {@link #overwrite()}. */
  public DownloadOptions withOverwrite(boolean value) {
    Copy copy = new Copy(this);
    copy.overwrite = value;
    return copy.made();
  }

  /** See {@link #waitFor()}. */
  public DownloadOptions withWaitFor(Duration value) {
    Copy copy = new Copy(this);
    copy.waitFor = value;
    return copy.made();
  }

  /** See {@link #stall()}. */
  public DownloadOptions withStall(Duration value) {
    Copy copy = new Copy(this);
    copy.stall = value;
    return copy.made();
  }

  /** See {@link #keepSharing()}. */
  public DownloadOptions withKeepSharing(boolean value) {
    Copy copy = new Copy(this);
    copy.keepSharing = value;
    return copy.made();
  }

  /** See {@link #sources()}. */
  public DownloadOptions withSources(List<InetSocketAddress> value) {
    Copy copy = new Copy(this);
    copy.sources = value;
    return copy.made();
  }

  /** See {@link #downloadLimit()}. */
  public DownloadOptions withDownloadLimit(long value) {
    Copy copy = new Copy(this);
    copy.downloadLimit = value;
    return copy.made();
  }

  /** See {@link #order()}. */
  public DownloadOptions withOrder(DownloadOrder value) {
    Copy copy = new Copy(this);
    copy.order = value;
    return copy.made();
  }

  /** See {@link #priority()}. */
  public DownloadOptions withPriority(DownloadPriority value) {
    Copy copy = new Copy(this);
    copy.priority = value;
    return copy.made();
  }

  /** See {@link #group()}. */
  public DownloadOptions withGroup(String value) {
    Copy copy = new Copy(this);
    copy.group = value;
    return copy.made();
  }

  /**
   * See {@link #httpSources()}.
   *
   * @throws IllegalArgumentException if there are too many, or one is not an {@code http} or {@code
   *     https} URL with a host, or has user information or a fragment
   */
  public DownloadOptions withHttpSources(List<URI> value) {
    Copy copy = new Copy(this);
    copy.httpSources = value;
    return copy.made();
  }

  /** A copy in which members are changed before it is made. Belongs to one thread. */
  private static final class Copy {
    private boolean overwrite;
    private Duration waitFor;
    private Duration stall;
    private boolean keepSharing;
    private List<InetSocketAddress> sources;
    private long downloadLimit;
    private DownloadOrder order;
    private DownloadPriority priority;
    private String group;
    private List<URI> httpSources;

    Copy(DownloadOptions from) {
      overwrite = from.overwrite;
      waitFor = from.waitFor;
      stall = from.stall;
      keepSharing = from.keepSharing;
      sources = from.sources;
      downloadLimit = from.downloadLimit;
      order = from.order;
      priority = from.priority;
      group = from.group;
      httpSources = from.httpSources;
    }

    DownloadOptions made() {
      return new DownloadOptions(
          overwrite,
          waitFor,
          stall,
          keepSharing,
          sources,
          downloadLimit,
          order,
          priority,
          group,
          httpSources);
    }
  }
}
