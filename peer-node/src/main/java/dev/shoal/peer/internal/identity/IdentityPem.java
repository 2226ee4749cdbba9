package dev.shoal.peer.internal.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of an identity: the private key in PKCS #8 and the public key in X.509, each as PEM
 * (RFC 7468), as other tools read and write them.
 */
final class IdentityPem {
  private IdentityPem() {}

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int LINE = 64;
  private static final int FIELD_BITS = 256;

  static String encode(Identity identity) {
    return section(PRIVATE, identity.keys().getPrivate().getEncoded())
        + section(PUBLIC, identity.keys().getPublic().getEncoded());
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidKeySpecException if it is anything but the two halves of one key on P-256
   */
  static Identity decode(String text) throws InvalidKeySpecException {
    try {
      KeyFactory factory = KeyFactory.getInstance("EC");
      PrivateKey own = factory.generatePrivate(new PKCS8EncodedKeySpec(content(PRIVATE, text)));
      PublicKey shown = factory.generatePublic(new X509EncodedKeySpec(content(PUBLIC, text)));
      if (!isP256(shown) || !belongTogether(own, shown)) {
        throw new InvalidKeySpecException("the two keys do not belong together");
      }
      return new Identity(new KeyPair(shown, own));
    } catch (InvalidKeySpecException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeySpecException("no ECDSA key on P-256", e);
    }
  }

  private static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == FIELD_BITS;
  }

  private static boolean belongTogether(PrivateKey own, PublicKey shown)
      throws GeneralSecurityException {
    byte[] probe = PRIVATE.getBytes(StandardCharsets.US_ASCII);
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(own);
    signing.update(probe);
    byte[] signature = signing.sign();
    signing.initVerify(shown);
    signing.update(probe);
    return signing.verify(signature);
  }

  private static String section(String label, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .replace("%n", "\n")
        .formatted(label, lines.encodeToString(content), label);
  }

  private static byte[] content(String label, String text) throws InvalidKeySpecException {
    Matcher section =
        Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
            .matcher(text);
    if (!section.find()) {
      throw new InvalidKeySpecException("no " + label.toLowerCase(Locale.ROOT));
    }
    try {
      return Base64.getMimeDecoder().decode(section.group(1));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("no Base64", e);
    }
  }
}
