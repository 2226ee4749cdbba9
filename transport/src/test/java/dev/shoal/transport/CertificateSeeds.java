package dev.shoal.transport;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What {@link CertificateFuzzTarget} begins with: chains that are taken, of keys that are always
 * the same.
 */
final class CertificateSeeds {
  /** Stands in front of certificates as they are. */
  static final int AS_THEY_ARE = 0;

  /** Stands in front of what a node signs to make a certificate of it. */
  static final int SIGNED_BY_NODE = 1;

  /** Stands in front of what the authority signs to make a certificate of it. */
  static final int SIGNED_BY_AUTHORITY = 2;

  static final KeyPair NODE =
      keys(
          "MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCB/7YM637226ybLaaSUPGSEP5j4WFtTwTOjHf8l8yBjgQ==",
          "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErW8+S8xiM1zXKGTzA/9J5N6PkZrhSW3MDuMqOtUO7YV9Xew7dOX5"
              + "PmyWnTTQ/bh+xsijYy6HAB3StO3j2vr3BQ==");

  static final KeyPair AUTHORITY =
      keys(
          "MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCCBg32bbr26ypKoqyY9wX3v6y93EvrUDsRhIsIjzjoKig==",
          "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2SlztlRZZH03YN5J6IJNdfEC263MqtLeTsngvSK3ufMAofkNs9Y/"
              + "VLEMtN3DquEXM+97BcMoc/wWic0zD54BPA==");

  private static final KeyPair OFFICE =
      keys(
          "MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCCLpxAHRTZVWVSKXF7vUWSX4CJexrshRCPEwtr26VePDw==",
          "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEdgU0hjWpGlbD8NKEJaP3d6BNd6wAKyYRGIkjArpFf2PnQjECFxkD"
              + "jzX4bagS7JePukG7zn+c9MrGc2gAKsYdTw==");

  private static final X500Principal NODE_NAME = new X500Principal("CN=node 7,O=Example");
  private static final X500Principal AUTHORITY_NAME = new X500Principal("CN=root");
  private static final X500Principal OFFICE_NAME = new X500Principal("CN=office");

  /** Who is trusted. */
  static final X509Certificate TRUSTED =
      TestAuthority.sign(
          AUTHORITY_NAME, AUTHORITY.getPrivate(), AUTHORITY_NAME, AUTHORITY, authority());

  private CertificateSeeds() {}

  /** A node's own, one for two hosts by the authority, one by way of an office, and their likes. */
  static List<byte[]> all() {
    X509Certificate own =
        TestAuthority.sign(
            NODE_NAME, NODE.getPrivate(), NODE_NAME, NODE, new TestAuthority.Terms());
    X509Certificate issued =
        TestAuthority.sign(AUTHORITY_NAME, AUTHORITY.getPrivate(), NODE_NAME, NODE, forHosts());
    X509Certificate office =
        TestAuthority.sign(
            AUTHORITY_NAME, AUTHORITY.getPrivate(), OFFICE_NAME, OFFICE, authority());
    X509Certificate byOffice =
        TestAuthority.sign(
            OFFICE_NAME, OFFICE.getPrivate(), NODE_NAME, NODE, new TestAuthority.Terms());
    try {
      return List.of(
          chain(own),
          chain(issued),
          chain(byOffice, office),
          chain(byOffice, office, TRUSTED),
          marked(SIGNED_BY_NODE, own.getTBSCertificate()),
          marked(SIGNED_BY_AUTHORITY, issued.getTBSCertificate()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static TestAuthority.Terms authority() {
    TestAuthority.Terms terms = new TestAuthority.Terms();
    terms.authority = true;
    return terms;
  }

  private static TestAuthority.Terms forHosts() {
    TestAuthority.Terms terms = new TestAuthority.Terms();
    terms.purpose = KeyPurposeId.id_kp_clientAuth;
    terms.hosts =
        List.of(
            new GeneralName(GeneralName.dNSName, "*.example.org"),
            new GeneralName(GeneralName.iPAddress, "192.0.2.7"));
    return terms;
  }

  /** Each behind its length, as in a handshake. */
  private static byte[] chain(X509Certificate... certificates) throws GeneralSecurityException {
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    for (X509Certificate certificate : certificates) {
      byte[] encoded = certificate.getEncoded();
      chain.write(encoded.length >> Byte.SIZE);
      chain.write(encoded.length);
      chain.writeBytes(encoded);
    }
    return marked(AS_THEY_ARE, chain.toByteArray());
  }

  private static byte[] marked(int mark, byte[] content) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(mark);
    input.writeBytes(content);
    return input.toByteArray();
  }

  private static KeyPair keys(String own, String shown) {
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(base64.decode(shown))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(own))));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
