package dev.shoal.peer;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * What one source has given to a download. Immutable.
 *
 * @param address where a peer was reached; of a URL its host and port, not resolved
 * @param url of a web server, without its query, which may hold a secret; empty: it is a peer
 * @param verifiedBytes of chunks from it that matched the manifest
 * @param bytesPerSecond received from it lately
 * @param connected whether it is in use now
 * @param problem of a URL: why it is not used now, for a person; empty: it is, or may be
 */
public record SourceProgress(
    InetSocketAddress address,
    Optional<URI> url,
    long verifiedBytes,
    long bytesPerSecond,
    boolean connected,
    Optional<String> problem) {
  /** One with which nothing is wrong. */
  public SourceProgress(
      InetSocketAddress address,
      Optional<URI> url,
      long verifiedBytes,
      long bytesPerSecond,
      boolean connected) {
    this(address, url, verifiedBytes, bytesPerSecond, connected, Optional.empty());
  }

  /** A peer. */
  public SourceProgress(
      InetSocketAddress address, long verifiedBytes, long bytesPerSecond, boolean connected) {
    this(address, Optional.empty(), verifiedBytes, bytesPerSecond, connected);
  }

  /** What people know it by: {@code host:port} of a peer, or the URL. */
  public String name() {
    return url.map(URI::toString).orElseGet(() -> NetUtil.toSocketAddressString(address));
  }
}
