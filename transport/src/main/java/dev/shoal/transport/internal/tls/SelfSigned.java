package dev.shoal.transport.internal.tls;

import dev.shoal.protocol.PeerId;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys on P-256, and the certificates by which nodes show them. Such a certificate says
 * nothing but its key: whom that belongs to is for others to know by the peer id.
 */
public final class SelfSigned {
  private static final String CURVE = "secp256r1";
  private static final ECParameterSpec SPEC = parameters();
  private static final int SERIAL_BITS = 159; // at most 20 bytes, and positive (RFC 5280)
  private static final int NAME_DIGITS = 16;

  /** For clocks that run behind. */
  private static final Duration BEFORE = Duration.ofDays(1);

  /** Nobody renews it: the key is what counts. */
  private static final Duration AFTER = Duration.ofDays(100 * 365);

  private SelfSigned() {}

  /** P-256. */
  static ECParameterSpec curve() {
    return SPEC;
  }

  /** A new key pair. */
  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA on P-256", e);
    }
  }

  /** A certificate of a key, signed with it. */
  public static X509Certificate certificate(KeyPair keys) {
    Instant now = Instant.now();
    X500Principal subject =
        new X500Principal(
            "CN=shoal " + PeerId.of(keys.getPublic()).toString().substring(0, NAME_DIGITS));
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
            Date.from(now.minus(BEFORE)),
            Date.from(now.plus(AFTER)),
            subject,
            keys.getPublic());
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException | CertificateException e) {
      throw new IllegalStateException("this Java runtime can't sign a certificate", e);
    }
  }

  private static ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(CURVE));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA on P-256", e);
    }
  }
}
