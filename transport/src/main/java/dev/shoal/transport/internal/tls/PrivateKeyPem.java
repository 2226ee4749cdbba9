package dev.shoal.transport.internal.tls;

import dev.shoal.transport.InvalidIdentityException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads a private key from PEM: in PKCS #8, or in the older forms that tools still write. */
public final class PrivateKeyPem {
  private static final String EC_KEY = "EC PRIVATE KEY";
  private static final String RSA_KEY = "RSA PRIVATE KEY";
  private static final String WITH_PASSWORD = "ENCRYPTED";

  private PrivateKeyPem() {}

  /**
   * The only private key in a text.
   *
   * @throws InvalidIdentityException if there is none, more than one, or one of a kind that is not
   *     taken here
   */
  public static PrivateKey decode(String text) throws InvalidIdentityException {
    try {
      PrivateKeyInfo key = info(text);
      ASN1ObjectIdentifier algorithm = key.getPrivateKeyAlgorithm().getAlgorithm();
      return KeyFactory.getInstance(name(algorithm))
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (InvalidIdentityException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      // Bouncy Castle's parsers throw unchecked exceptions of several kinds
      throw new InvalidIdentityException("the private key makes no sense", e);
    }
  }

  private static PrivateKeyInfo info(String text) throws IOException {
    List<byte[]> ec = Pem.sections(EC_KEY, text);
    List<byte[]> rsa = Pem.sections(RSA_KEY, text);
    List<byte[]> any = Pem.sections(Pem.PRIVATE_KEY, text);
    int count = ec.size() + rsa.size() + any.size();
    if (count == 0 && text.contains(WITH_PASSWORD)) {
      throw new InvalidIdentityException(
          "the private key is protected by a password; a program that starts by itself needs it"
              + " without one",
          null);
    }
    if (count != 1) {
      throw new InvalidIdentityException(
          "there is " + (count == 0 ? "no" : "more than one") + " private key", null);
    }
    if (!ec.isEmpty()) {
      ECPrivateKey key = ECPrivateKey.getInstance(ec.get(0));
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
          key);
    }
    if (!rsa.isEmpty()) {
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          RSAPrivateKey.getInstance(rsa.get(0)));
    }
    return PrivateKeyInfo.getInstance(any.get(0));
  }

  private static String name(ASN1ObjectIdentifier algorithm) throws InvalidIdentityException {
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return "EC";
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "RSA";
    }
    throw new InvalidIdentityException(
        "the private key is neither one for ECDSA nor RSA, but of kind " + algorithm, null);
  }
}
