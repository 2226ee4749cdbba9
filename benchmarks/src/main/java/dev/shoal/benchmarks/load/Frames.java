package dev.shoal.benchmarks.load;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Makes frames of messages, for whatever is not sent a million times a second. */
final class Frames {
  private Frames() {}

  /** The prefix of a frame without flags and body. */
  static byte[] prefix(FrameKind kind, int requestId, int headerLength) {
    return ByteBuffer.allocate(FramePrefix.LENGTH)
        .putInt(FramePrefix.HEADER_LENGTH_OFFSET, headerLength)
        .putShort(FramePrefix.KIND_OFFSET, (short) kind.number())
        .putInt(FramePrefix.REQUEST_ID_OFFSET, requestId)
        .array();
  }

  /** A whole frame. */
  static byte[] bytes(FrameKind kind, int requestId, byte[] header) {
    return ByteBuffer.allocate(FramePrefix.LENGTH + header.length)
        .put(prefix(kind, requestId, header.length))
        .put(header)
        .array();
  }

  /** Appends a frame to a buffer. */
  static void write(ByteBuf out, FrameKind kind, int requestId, MessageLite header) {
    out.writeBytes(bytes(kind, requestId, header.toByteArray()));
  }
}
