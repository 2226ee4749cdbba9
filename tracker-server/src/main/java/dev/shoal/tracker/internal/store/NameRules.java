package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;

/** What text may be entered in the catalogue, be it a name or a tag. */
final class NameRules {
  private NameRules() {}

  /**
   * Does nothing for text that is not blank, not too long, and on one line without control
   * characters. It is still a stranger's claim, to be made safe by whoever shows it or creates a
   * file of that name.
   *
   * @param what it is, as a word for the sentence
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} for other text
   */
  static void check(String text, int maxBytes, String what) throws ProtocolException {
    if (text.isBlank()) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "a " + what + " must not be blank");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > maxBytes) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST,
          "a " + what + " has at most " + maxBytes + " bytes of UTF-8, not " + bytes);
    }
    if (text.codePoints().anyMatch(NameRules::breaksLine)) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a " + what + " must not contain control characters");
    }
  }

  private static boolean breaksLine(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
