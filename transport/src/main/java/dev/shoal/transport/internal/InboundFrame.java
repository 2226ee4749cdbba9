package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import org.jspecify.annotations.Nullable;

/**
 * Prefix and header of a frame that arrived. A body follows it through the pipeline as {@code
 * ByteBuf}s with {@link #bodyLength()} bytes in all.
 *
 * @param kind null if this version does not know it; the header and body are then skipped
 * @param header null if the kind is
 */
public record InboundFrame(
    @Nullable FrameKind kind,
    int flags,
    int requestId,
    @Nullable MessageLite header,
    int bodyLength) {

  /** Whether this ends the answer to its request. */
  boolean isLast() {
    return (flags & FramePrefix.FLAG_LAST) != 0;
  }
}
