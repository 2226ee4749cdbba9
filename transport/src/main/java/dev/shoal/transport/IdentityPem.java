package dev.shoal.transport;

import dev.shoal.transport.internal.tls.CertificatePem;
import dev.shoal.transport.internal.tls.KeyChecks;
import dev.shoal.transport.internal.tls.Pem;
import dev.shoal.transport.internal.tls.PrivateKeyPem;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The text form of an identity: the private key in PKCS #8, the public key and the certificate in
 * X.509, each as PEM (RFC 7468), as other tools read and write them.
 */
final class IdentityPem {
  private IdentityPem() {}

  /** What was read, and whether the certificate was part of it or is a new one. */
  record Content(Identity identity, boolean hadCertificate) {}

  static String encode(Identity identity) {
    X509Certificate own = identity.certificates().get(0);
    return Pem.section(Pem.PRIVATE_KEY, identity.privateKey().getEncoded())
        + Pem.section(Pem.PUBLIC_KEY, own.getPublicKey().getEncoded())
        + CertificatePem.encode(List.of(own));
  }

  /**
   * Reads the text form. The certificate may be missing, as in files of earlier versions.
   *
   * @throws InvalidIdentityException if it is anything but the two halves of one key on P-256, and
   *     a certificate of that key
   */
  static Content decode(String text) throws InvalidIdentityException {
    PrivateKey own = PrivateKeyPem.decode(text);
    PublicKey shown = KeyChecks.publicKey(Pem.onlySection(Pem.PUBLIC_KEY, text));
    KeyChecks.checkP256(shown);
    KeyChecks.checkPair(own, shown);
    List<X509Certificate> certificates = CertificatePem.decode(text);
    if (certificates.isEmpty()) {
      return new Content(Identity.of(new KeyPair(shown, own)), false);
    }
    if (!certificates.get(0).getPublicKey().equals(shown)) {
      throw new InvalidIdentityException("the certificate is another key's", null);
    }
    return new Content(Identity.of(own, certificates), true);
  }
}
