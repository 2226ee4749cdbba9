package dev.shoal.transport;

import dev.shoal.transport.internal.tls.CertificatePem;
import dev.shoal.transport.internal.tls.Pem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** What {@link IdentityFuzzTarget} begins with: whole files, and the contents of sections. */
final class IdentitySeeds {
  /** Labels of sections, by what stands in front of their contents. */
  static final List<String> LABELS =
      List.of(
          Pem.PRIVATE_KEY, Pem.PUBLIC_KEY, Pem.CERTIFICATE, "EC PRIVATE KEY", "RSA PRIVATE KEY");

  static final String PRIVATE_KEY =
      Pem.section(Pem.PRIVATE_KEY, CertificateSeeds.NODE.getPrivate().getEncoded());

  static final String PUBLIC_KEY =
      Pem.section(Pem.PUBLIC_KEY, CertificateSeeds.NODE.getPublic().getEncoded());

  private IdentitySeeds() {}

  static List<byte[]> all() throws Exception {
    Identity identity = Identity.of(CertificateSeeds.NODE);
    PrivateKey key = identity.privateKey();
    PrivateKey rsa = TestAuthority.rsa(2048).getPrivate();
    return List.of(
        text(IdentityPem.encode(identity)),
        text(PRIVATE_KEY + PUBLIC_KEY), // as earlier versions wrote it
        text(
            CertificatePem.encode(identity.certificates())
                + Pem.section(Pem.PRIVATE_KEY, key.getEncoded())),
        section(Pem.PRIVATE_KEY, key.getEncoded()),
        section(Pem.PUBLIC_KEY, CertificateSeeds.NODE.getPublic().getEncoded()),
        section(Pem.CERTIFICATE, identity.certificates().get(0).getEncoded()),
        section("EC PRIVATE KEY", inner(withCurve(key))),
        section(Pem.PRIVATE_KEY, rsa.getEncoded()),
        section("RSA PRIVATE KEY", inner(rsa.getEncoded())));
  }

  /** As tools write it that put the curve into the key. */
  private static byte[] withCurve(PrivateKey key) throws Exception {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    var ec = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
    return new PrivateKeyInfo(
            info.getPrivateKeyAlgorithm(),
            new org.bouncycastle.asn1.sec.ECPrivateKey(
                256, ec.getKey(), info.getPrivateKeyAlgorithm().getParameters()))
        .getEncoded();
  }

  private static byte[] inner(byte[] pkcs8) throws Exception {
    return PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey().toASN1Primitive().getEncoded();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] section(String label, byte[] content) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(LABELS.indexOf(label));
    input.writeBytes(content);
    return input.toByteArray();
  }
}
