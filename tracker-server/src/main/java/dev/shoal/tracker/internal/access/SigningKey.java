package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.tracker.internal.state.StoredKey;

/**
 * A key that capabilities are signed with. Immutable.
 *
 * @param keyId by which tokens name it
 * @param privateKey Ed25519, PKCS#8; for nobody but the signer
 * @param publicKey 32 bytes
 * @param fromMillis Unix time from when on it signs
 * @param untilMillis Unix time after which no token signed by it is good
 */
public record SigningKey(
    int keyId, ByteString privateKey, ByteString publicKey, long fromMillis, long untilMillis) {
  static SigningKey of(StoredKey stored) {
    return new SigningKey(
        stored.getKeyId(),
        stored.getPrivateKey(),
        stored.getPublicKey(),
        stored.getFromMillis(),
        stored.getUntilMillis());
  }

  /** Without the private key. */
  @Override
  public String toString() {
    return "key " + Integer.toUnsignedString(keyId);
  }
}
