package dev.shoal.peer;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An application's own say in who may fetch what from its node, on top of Shoal's rules: it can
 * refuse what those allow, not allow what they refuse.
 */
@FunctionalInterface
public interface AccessPolicy {
  /**
   * Whether a peer may have a file. Asked for every manifest, every {@code Watch}, every file of a
   * batch and every chunk, and for news of each: on event loops and workers, so it must not block,
   * and is best a lookup. A file that it refuses is not there for that peer; one that it fails for,
   * neither.
   */
  boolean permits(Asker asker, FileId fileId);

  /**
   * Who asks.
   *
   * @param address where the connection comes from
   * @param peerId who it is; empty on a plain connection
   */
  record Asker(InetSocketAddress address, Optional<PeerId> peerId) {}

  /** Refuses nothing. */
  static AccessPolicy everybody() {
    return (asker, fileId) -> true;
  }
}
