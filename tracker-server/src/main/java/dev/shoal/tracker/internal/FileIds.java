package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;

/** Reads file ids from messages. */
final class FileIds {
  private FileIds() {}

  /**
   * The id with those bytes.
   *
   * @throws ProtocolException with {@link ErrorCode#BAD_REQUEST} unless there are 32
   */
  static FileId read(ByteString bytes) throws ProtocolException {
    if (bytes.size() != FileId.LENGTH) {
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "a file id has 32 bytes, not " + bytes.size());
    }
    return FileId.fromBytes(bytes.toByteArray());
  }
}
