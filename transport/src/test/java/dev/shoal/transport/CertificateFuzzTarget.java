package dev.shoal.transport;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.internal.tls.PeerTrust;
import dev.shoal.transport.internal.tls.RemoteCertificates;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Hex;

/**
 * What Jazzer calls with each of its inputs: they are taken for the certificates that the other
 * side of a handshake shows, and for what a node or an authority signs to make one. Whoever is
 * believed must have a key of a kind that is taken, and a signature from where it has to come from;
 * whoever is not is refused with a {@link CertificateException} and nothing else.
 */
public final class CertificateFuzzTarget {
  private static final int MOST = 12;

  /** Of ECDSA with SHA-256 (RFC 5758). */
  private static final byte[] ALGORITHM = Hex.decode("300a06082a8648ce3d040302");

  private static final PeerTrust TRUST = new PeerTrust(List.of(CertificateSeeds.TRUSTED), false);
  private static final PeerTrust AUTHORITIES_ONLY =
      new PeerTrust(List.of(CertificateSeeds.TRUSTED), true);

  private CertificateFuzzTarget() {}

  /** Reads one input; whatever is thrown is a finding. */
  public static void fuzzerTestOneInput(byte[] input) throws GeneralSecurityException {
    ByteBuffer rest = ByteBuffer.wrap(input);
    if (!rest.hasRemaining()) {
      return;
    }
    switch (rest.get()) {
      case CertificateSeeds.SIGNED_BY_NODE ->
          read(List.of(signed(rest, CertificateSeeds.NODE.getPrivate())));
      case CertificateSeeds.SIGNED_BY_AUTHORITY ->
          read(List.of(signed(rest, CertificateSeeds.AUTHORITY.getPrivate())));
      default -> read(parts(rest));
    }
  }

  /** Whether the certificates of an input are believed. */
  static boolean isTaken(byte[] input) throws GeneralSecurityException {
    ByteBuffer rest = ByteBuffer.wrap(input);
    return switch (rest.get()) {
      case CertificateSeeds.SIGNED_BY_NODE ->
          read(List.of(signed(rest, CertificateSeeds.NODE.getPrivate())));
      case CertificateSeeds.SIGNED_BY_AUTHORITY ->
          read(List.of(signed(rest, CertificateSeeds.AUTHORITY.getPrivate())));
      default -> read(parts(rest));
    };
  }

  private static List<byte[]> parts(ByteBuffer rest) {
    List<byte[]> parts = new ArrayList<>();
    while (rest.remaining() >= Short.BYTES && parts.size() < MOST) {
      byte[] part = new byte[Math.min(Short.toUnsignedInt(rest.getShort()), rest.remaining())];
      rest.get(part);
      parts.add(part);
    }
    return parts;
  }

  private static byte[] signed(ByteBuffer content, PrivateKey key) throws GeneralSecurityException {
    byte[] signedPart = new byte[content.remaining()];
    content.get(signedPart);
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(key);
    signing.update(signedPart);
    byte[] signature = signing.sign();
    int length = signedPart.length + ALGORITHM.length + 3 + signature.length;
    return ByteBuffer.allocate(5 + length)
        .put(new byte[] {0x30, (byte) 0x83, (byte) (length >> 16)})
        .putShort((short) length)
        .put(signedPart)
        .put(ALGORITHM)
        .put(new byte[] {3, (byte) (signature.length + 1), 0})
        .put(signature)
        .array();
  }

  private static boolean read(List<byte[]> encoded) throws GeneralSecurityException {
    X509Certificate[] chain = new X509Certificate[encoded.size()];
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (int i = 0; i < chain.length; i++) {
        chain[i] =
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded.get(i)));
      }
    } catch (CertificateException e) {
      return false; // no implementation of TLS goes on either
    }
    boolean taken = isTaken(TRUST, chain);
    require(taken || !isTaken(AUTHORITIES_ONLY, chain), "the stricter one takes more");
    for (X509Certificate each : chain) {
      checkIdentity(each);
    }
    if (taken) {
      checkTaken(chain);
    }
    return taken;
  }

  private static boolean isTaken(PeerTrust trust, X509Certificate[] chain) {
    try {
      trust.checkClientTrusted(chain, "UNKNOWN");
      return true;
    } catch (CertificateException e) {
      require(e.getMessage() != null, "refused without a reason");
      return false;
    }
  }

  private static void checkIdentity(X509Certificate certificate) {
    RemoteIdentity remote = RemoteCertificates.of(certificate);
    require(remote.peerId().equals(PeerId.of(certificate.getPublicKey())), "another peer id");
    require(remote.subject().equals(PlainText.of(remote.subject())), "a subject with escapes");
    require(remote.hosts().size() <= 100, "hosts without number");
    for (String host : remote.hosts()) {
      require(remote.issued() || !remote.isIssuedTo(host), "believed what nobody has issued");
    }
  }

  private static void checkTaken(X509Certificate[] chain) throws GeneralSecurityException {
    require(chain.length > 0 && chain.length <= 8, "a chain of " + chain.length);
    PublicKey key = chain[0].getPublicKey();
    if (key instanceof ECPublicKey ec) {
      require(ec.getParams().getCurve().getField().getFieldSize() == 256, "another curve");
    } else {
      int bits = ((RSAPublicKey) key).getModulus().bitLength();
      require(bits >= 2048 && bits <= 8192, "a key of " + bits + " bits");
    }
    if (RemoteCertificates.of(chain[0]).issued()) {
      require(
          Stream.concat(Stream.of(chain).skip(1), Stream.of(CertificateSeeds.TRUSTED))
              .anyMatch(issuer -> isSignedBy(chain[0], issuer)),
          "nobody has issued it");
      require(isTaken(AUTHORITIES_ONLY, chain), "taken from an authority, and then not");
    } else {
      chain[0].verify(key);
    }
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
