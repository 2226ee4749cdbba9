package dev.shoal.peer.internal.identity;

import dev.shoal.protocol.PeerId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** A node's ECDSA key pair on the curve P-256, and the peer id that follows from it. Immutable. */
public final class Identity {
  private static final String CURVE = "secp256r1";

  private final KeyPair keys;
  private final PeerId peerId;

  Identity(KeyPair keys) {
    this.keys = keys;
    this.peerId = PeerId.of(keys.getPublic());
  }

  /** A new one, at random. */
  public static Identity generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return new Identity(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA on P-256", e);
    }
  }

  /** Both keys; the private one never leaves this node. */
  public KeyPair keys() {
    return keys;
  }

  /** The node's name, SHA-256 of its public key. */
  public PeerId peerId() {
    return peerId;
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "Identity[" + peerId + "]";
  }
}
