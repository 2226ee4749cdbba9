package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.HashTree;
import dev.shoal.tracker.internal.access.ReadableCode;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Codes that let somebody into a group: 80 random bits. Only their hashes are kept. */
final class InvitationCode {
  private static final int LENGTH = 16;

  private InvitationCode() {}

  /** A new code, as a person is shown it. */
  static String random(RandomGenerator random) {
    return ReadableCode.random(random, LENGTH);
  }

  /** What is kept of a code, whichever way a person writes it; nothing of an empty one. */
  static ByteString hash(String code) {
    if (code.isEmpty()) {
      return ByteString.EMPTY;
    }
    byte[] digits = ReadableCode.digits(code).getBytes(StandardCharsets.UTF_8);
    return ByteString.copyFrom(HashTree.sha256().digest(digits));
  }
}
