package dev.shoal.protocol;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Ed25519 public keys as the 32 bytes of RFC 8032, and back. */
public final class VerificationKeys {
  private VerificationKeys() {}

  private static final String MALFORMED = "a verification key is 32 bytes of an Ed25519 key";

  /** Bytes of a key. */
  public static final int LENGTH = 32;

  /**
   * The 32 bytes: y, little-endian, its highest bit saying whether x is odd.
   *
   * @throws IllegalArgumentException if it is a key of another curve
   */
  public static byte[] toBytes(EdECPublicKey key) {
    if (!key.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
      throw new IllegalArgumentException("an Ed25519 key is needed");
    }
    byte[] bigEndian = key.getPoint().getY().toByteArray();
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < bigEndian.length; i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      bytes[LENGTH - 1] |= (byte) 0x80;
    }
    return bytes;
  }

  /**
   * The key with those bytes.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} if they are none, or the key of
   *     nobody: one under which everybody can sign
   */
  public static PublicKey fromBytes(byte[] bytes) throws ProtocolException {
    if (bytes.length != LENGTH) {
      throw malformed();
    }
    byte[] bigEndian = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bigEndian[LENGTH - 1 - i] = bytes[i];
    }
    boolean odd = bigEndian[0] < 0;
    bigEndian[0] &= 0x7F;
    BigInteger y = new BigInteger(1, bigEndian);
    if (!Edwards25519.isKey(y)) {
      throw malformed();
    }
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, y)));
    } catch (GeneralSecurityException e) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, MALFORMED, e);
    }
  }

  private static ProtocolException malformed() {
    return new ProtocolException(ErrorCode.BAD_REQUEST, MALFORMED);
  }
}
