package dev.shoal.transport;

import dev.shoal.protocol.PeerId;

/** Decides whether the other side of a dialled TLS connection is the one that was meant. */
@FunctionalInterface
public interface PeerVerifier {
  /**
   * Called on the connection's event loop once the handshake is done, before any frame is sent or
   * taken; must not block.
   *
   * @throws TransportException.Untrusted with a sentence for a person if it is not the one
   */
  void verify(RemoteIdentity presented) throws TransportException.Untrusted;

  /** Takes the node with that id, and no other. */
  static PeerVerifier expecting(PeerId expected) {
    return presented -> {
      if (!presented.peerId().equals(expected)) {
        throw new TransportException.Untrusted(
            "the node there is " + presented.peerId() + ", not " + expected, null);
      }
    };
  }

  /** Takes whoever it is: encrypted, but perhaps with somebody in between. */
  static PeerVerifier anybody() {
    return presented -> {};
  }
}
