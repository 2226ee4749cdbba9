package dev.shoal.transport;

import dev.shoal.protocol.PeerId;
import dev.shoal.transport.internal.tls.CertificatePem;
import dev.shoal.transport.internal.tls.KeyChecks;
import dev.shoal.transport.internal.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who a node is: a private key, the certificate that shows its public half to others, and the peer
 * id that follows from that. Immutable.
 */
public final class Identity {
  private final PrivateKey privateKey;
  private final List<X509Certificate> certificates;
  private final PeerId peerId;

  private Identity(PrivateKey privateKey, List<X509Certificate> certificates) {
    this.privateKey = privateKey;
    this.certificates = List.copyOf(certificates);
    this.peerId = PeerId.of(certificates.get(0).getPublicKey());
  }

  /** A new one at random: an ECDSA key on the curve P-256 and a certificate signed by itself. */
  public static Identity generate() {
    return of(SelfSigned.newKeys());
  }

  /** The identity of a key pair on P-256, with a new certificate signed by itself. */
  static Identity of(KeyPair keys) {
    return new Identity(keys.getPrivate(), List.of(SelfSigned.certificate(keys)));
  }

  /**
   * An identity from its parts.
   *
   * @throws InvalidIdentityException if they do not belong together, or the key is none that is
   *     taken here
   */
  static Identity of(PrivateKey privateKey, List<X509Certificate> certificates)
      throws InvalidIdentityException {
    if (certificates.isEmpty()) {
      throw new InvalidIdentityException("there is no certificate", null);
    }
    PublicKey shown = certificates.get(0).getPublicKey();
    KeyChecks.checkTaken(shown);
    KeyChecks.checkPair(privateKey, shown);
    return new Identity(privateKey, certificates);
  }

  /**
   * Reads an identity that an organisation has issued. Blocks.
   *
   * @param chain PEM file of the node's certificate, followed by those between it and the authority
   * @param key PEM file of its private key without a password: ECDSA on P-256, or RSA of at least
   *     2,048 bits
   * @throws InvalidIdentityException with a sentence that says what is wrong with them
   * @throws IOException if they can't be read
   */
  public static Identity ofPem(Path chain, Path key) throws IOException {
    return CertificatePem.identity(chain, key, Identity::of);
  }

  /** The private key, which never leaves this node. */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /** The node's certificate, and those between it and the authority that issued it, if one did. */
  public List<X509Certificate> certificates() {
    return certificates;
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
