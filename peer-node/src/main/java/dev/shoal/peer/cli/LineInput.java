package dev.shoal.peer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 and never a byte beyond them, so that what comes next may be read by
 * somebody else; leaves no copy of them behind.
 */
final class LineInput {
  private static final int LONGEST = 64 << 10;

  private final InputStream in;

  LineInput(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; null: there is none. */
  @Nullable String line() throws IOException {
    char[] line = secret();
    return line == null ? null : new String(line);
  }

  /** As {@link #line()}, the caller's to wipe. */
  char @Nullable [] secret() throws IOException {
    byte[] bytes = new byte[LONGEST];
    int length = 0;
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (length == LONGEST) {
          throw new IOException("a line is longer than " + LONGEST + " bytes");
        }
        bytes[length++] = (byte) next;
      }
      return decoded(bytes, length > 0 && bytes[length - 1] == '\r' ? length - 1 : length);
    } finally {
      Arrays.fill(bytes, 0, length, (byte) 0);
    }
  }

  private static char[] decoded(byte[] bytes, int length) {
    CharBuffer buffer = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, length));
    char[] line = new char[buffer.remaining()];
    buffer.get(line);
    Arrays.fill(buffer.array(), '\0');
    return line;
  }
}
