package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.Error;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * A frame to be written.
 *
 * @param body a {@code ByteBuf} or {@code FileRegion} of {@code bodyLength} bytes, whose reference
 *     goes with the frame; null when there are none
 */
public record OutboundFrame(
    FrameKind kind,
    int flags,
    int requestId,
    MessageLite header,
    @Nullable Object body,
    int bodyLength) {

  /** A request or notice; id 0 for the latter. */
  static OutboundFrame control(FrameKind kind, int requestId, MessageLite header) {
    return new OutboundFrame(kind, 0, requestId, header, null, 0);
  }

  /** The only or last frame of an answer, without a body. */
  static OutboundFrame answer(FrameKind kind, int requestId, MessageLite header) {
    return new OutboundFrame(kind, FramePrefix.FLAG_LAST, requestId, header, null, 0);
  }

  /** The failing answer to a request, or with id 0 why the connection is about to be closed. */
  static OutboundFrame error(int requestId, ErrorCode code, String message) {
    String sentence = message.substring(0, Math.min(message.length(), Limits.MAX_ERROR_CHARS));
    Error error = Error.newBuilder().setCode(code.number()).setMessage(sentence).build();
    return answer(FrameKind.ERROR, requestId, error);
  }

  /** Gives the body back when the frame can't be written. */
  void release() {
    ReferenceCountUtil.release(body);
  }
}
