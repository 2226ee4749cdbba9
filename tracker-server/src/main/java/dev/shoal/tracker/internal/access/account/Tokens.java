package dev.shoal.tracker.internal.access.account;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.HashTree;
import java.security.SecureRandom;

/** The tokens of logins, of which a tracker keeps no more than the hashes. */
final class Tokens {
  static final int LENGTH = 32;

  private Tokens() {}

  static ByteString random(SecureRandom random) {
    byte[] token = new byte[LENGTH];
    random.nextBytes(token);
    return ByteString.copyFrom(token);
  }

  /** By which a login is found. */
  static ByteString hash(ByteString token) {
    return ByteString.copyFrom(HashTree.sha256().digest(token.toByteArray()));
  }
}
