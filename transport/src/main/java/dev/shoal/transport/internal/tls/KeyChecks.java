package dev.shoal.transport.internal.tls;

import dev.shoal.transport.InvalidIdentityException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** Which keys are taken: ECDSA on P-256, and of authorities' certificates also RSA. */
public final class KeyChecks {
  private static final int SHORTEST_RSA = 2048;
  private static final int LONGEST_RSA = 8192; // a longer one costs whoever checks it too much
  private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

  private KeyChecks() {}

  /**
   * Reads a public key on P-256 from its X.509 encoding.
   *
   * @throws InvalidIdentityException if it is none
   */
  public static PublicKey publicKey(byte[] encoded) throws InvalidIdentityException {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InvalidIdentityException("the public key is none for ECDSA", e);
    }
  }

  /**
   * Checks that a key is one on P-256.
   *
   * @throws InvalidIdentityException if it is not
   */
  public static void checkP256(PublicKey key) throws InvalidIdentityException {
    if (!isP256(key)) {
      throw new InvalidIdentityException("the key is not one for ECDSA on the curve P-256", null);
    }
  }

  /**
   * Checks that a key is one that an authority may certify.
   *
   * @throws InvalidIdentityException if it is not
   */
  public static void checkTaken(PublicKey key) throws InvalidIdentityException {
    if (!isTaken(key)) {
      throw new InvalidIdentityException(
          "the key is neither one for ECDSA on the curve P-256 nor RSA of "
              + SHORTEST_RSA
              + " to "
              + LONGEST_RSA
              + " bits",
          null);
    }
  }

  /** Whether it is on the curve P-256. */
  static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec && isP256(ec.getParams());
  }

  /** Whether an authority may certify it. */
  static boolean isTaken(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      return bits >= SHORTEST_RSA && bits <= LONGEST_RSA;
    }
    return isP256(key);
  }

  private static boolean isP256(@Nullable ECParameterSpec curve) {
    return curve != null
        && curve.getCurve().equals(SelfSigned.curve().getCurve())
        && curve.getGenerator().equals(SelfSigned.curve().getGenerator())
        && curve.getOrder().equals(SelfSigned.curve().getOrder());
  }

  /**
   * Checks that two keys are the halves of one.
   *
   * @throws InvalidIdentityException if they are not
   */
  public static void checkPair(PrivateKey own, PublicKey shown) throws InvalidIdentityException {
    boolean fits;
    try {
      fits = own.getAlgorithm().equals(shown.getAlgorithm()) && signsFor(own, shown);
    } catch (GeneralSecurityException e) {
      throw new InvalidIdentityException("the private key does not sign", e);
    }
    if (!fits) {
      throw new InvalidIdentityException(
          "the private key does not belong to the public key beside it", null);
    }
  }

  private static boolean signsFor(PrivateKey own, PublicKey shown) throws GeneralSecurityException {
    String algorithm = own.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(own);
    signing.update(PROBE);
    byte[] signature = signing.sign();
    signing.initVerify(shown);
    signing.update(PROBE);
    return signing.verify(signature);
  }
}
