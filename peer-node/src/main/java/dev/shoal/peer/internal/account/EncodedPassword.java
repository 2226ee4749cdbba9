package dev.shoal.peer.internal.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.Limits;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password on its way into one message, and wiped when that is over. */
final class EncodedPassword {
  private final byte[] utf8;

  private EncodedPassword(byte[] utf8) {
    this.utf8 = utf8;
  }

  /**
   * Takes a password's characters, which stay the caller's.
   *
   * @throws ShoalException if they can't be a password
   */
  static EncodedPassword of(char[] characters) throws ShoalException {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    byte[] room = new byte[(int) Math.ceil(characters.length * encoder.maxBytesPerChar())];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    CoderResult end = encoder.encode(CharBuffer.wrap(characters), encoded, true);
    byte[] utf8 = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    if (end.isError()) {
      Arrays.fill(utf8, (byte) 0);
      throw new ShoalException("the password has characters that do not exist", null);
    }
    EncodedPassword secret = new EncodedPassword(utf8);
    if (utf8.length == 0 || utf8.length > Limits.MAX_PASSWORD_BYTES) {
      secret.wipe();
      throw new ShoalException(
          "a password has 1 to " + Limits.MAX_PASSWORD_BYTES + " bytes of UTF-8", null);
    }
    return secret;
  }

  /** Its bytes, not copied: good until they are wiped. */
  ByteString bytes() {
    return UnsafeByteOperations.unsafeWrap(utf8);
  }

  /** Leaves nothing of it here. */
  void wipe() {
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String toString() {
    return "EncodedPassword";
  }
}
