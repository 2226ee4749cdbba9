package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A body on its way out, cut into frames one after another. A plain object of one thread. */
final class Outgoing {
  final int requestId;
  final Body body;
  final Runnable onWritten;
  private final FrameKind kind;
  private final IntFunction<? extends MessageLite> headers;

  /** Its place in the row; null: it needs none. */
  SendTurns.@Nullable Turn turn;

  /** Bytes that are written. */
  private int sent;

  /** Slices that the kernel has not taken yet. */
  int slicesUnderWay;

  /** Whether what is not written yet never will be. */
  boolean dropped;

  /**
   * @param headers header of the frame that begins at an offset of the body
   * @param body whose reference is taken over
   * @param onWritten to be called when its last frame is written
   */
  Outgoing(
      FrameKind kind,
      int requestId,
      IntFunction<? extends MessageLite> headers,
      Body body,
      Runnable onWritten) {
    this.kind = kind;
    this.requestId = requestId;
    this.headers = headers;
    this.body = body;
    this.onWritten = onWritten;
  }

  /** Bytes of the next frame. */
  int nextLength(int sliceSize) {
    return Math.min(body.length() - sent, sliceSize);
  }

  /** The limit that it has to wait for; null: none. */
  @Nullable RateLimit limitInForce() {
    RateLimit limit = body.limit();
    return limit != null && limit.isInForce() ? limit : null;
  }

  /** So many bytes of it have left; false if they are none that count. */
  boolean left(int length) {
    RateLimit limit = body.limit();
    if (limit != null) {
      limit.count(length);
    }
    return limit != null;
  }

  /** The next frame; nothing has changed if the application fails to give its header. */
  OutboundFrame next(int length) {
    MessageLite header = headers.apply(sent);
    Object slice = length == 0 ? null : body.slice(sent, length);
    sent += length;
    int flags = isWhole() ? FramePrefix.FLAG_LAST : 0;
    return new OutboundFrame(kind, flags, requestId, header, slice, length);
  }

  /** Whether any of it is written. */
  boolean hasBegun() {
    return sent > 0;
  }

  /** Whether all of it is written. */
  boolean isWhole() {
    return sent == body.length();
  }

  /** Whether nothing of it is under way, nor will be. */
  boolean isOver() {
    return slicesUnderWay == 0 && (isWhole() || dropped);
  }
}
