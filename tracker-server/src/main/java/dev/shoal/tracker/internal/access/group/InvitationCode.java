package dev.shoal.tracker.internal.access.group;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.HashTree;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Codes that let somebody into a group: 80 random bits, in Crockford's digits, of which none is
 * mistaken for another. Only their hashes are kept.
 */
final class InvitationCode {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 16;
  private static final int SHOWN_TOGETHER = 4;

  private InvitationCode() {}

  /** A new code, as a person is shown it: {@code XXXX-XXXX-XXXX-XXXX}. */
  static String random(RandomGenerator random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      if (i > 0 && i % SHOWN_TOGETHER == 0) {
        code.append('-');
      }
      code.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return code.toString();
  }

  /** What is kept of a code, whichever way a person writes it; nothing of an empty one. */
  static ByteString hash(String code) {
    if (code.isEmpty()) {
      return ByteString.EMPTY;
    }
    String digits =
        code.replace("-", "")
            .replace(" ", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return ByteString.copyFrom(HashTree.sha256().digest(digits.getBytes(StandardCharsets.UTF_8)));
  }
}
