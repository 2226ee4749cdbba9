package dev.shoal.transport.internal;

import com.google.protobuf.CodedInputStream;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Refuses a header of more fields than any message has, before it is parsed: an empty field of two
 * bytes may become an object of a hundred.
 */
final class HeaderFields {
  /** More than the largest batch has, so that whoever sends one that is too large is told so. */
  static final int MOST = 2 * Limits.MAX_BATCH;

  private static final int SHORTEST = 2;

  private HeaderFields() {}

  /**
   * Checks a header, whose position stays where it is.
   *
   * @throws ProtocolException if it has too many fields
   * @throws IOException if it is malformed
   */
  static void check(FrameKind kind, ByteBuffer header) throws ProtocolException, IOException {
    if (header.remaining() <= MOST * SHORTEST) {
      return;
    }
    CodedInputStream fields = CodedInputStream.newInstance(header);
    int count = 0;
    for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
      if (++count > MOST) {
        throw new ProtocolException(
            ErrorCode.PROTOCOL_VIOLATION, kind + " has more than " + MOST + " fields");
      }
      fields.skipField(tag);
    }
  }
}
