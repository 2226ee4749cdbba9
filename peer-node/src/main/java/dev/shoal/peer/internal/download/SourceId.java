package dev.shoal.peer.internal.download;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * What a source is counted and shown under. Immutable.
 *
 * @param address where a peer was reached; of a URL its host and port, not resolved
 * @param url of a web server, without its query; empty: it is a peer
 */
record SourceId(InetSocketAddress address, Optional<URI> url) {
  /** A peer's. */
  static SourceId peer(InetSocketAddress address) {
    return new SourceId(address, Optional.empty());
  }
}
