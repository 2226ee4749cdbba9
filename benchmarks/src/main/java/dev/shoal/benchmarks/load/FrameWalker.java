package dev.shoal.benchmarks.load;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Finds the frames in what one connection received, without a copy but of a frame that was cut.
 *
 * <p>Not thread-safe. What is left of a cut frame is kept on the heap: there is nothing to release.
 */
final class FrameWalker {
  private static final int NO_REST = 256;

  /** Takes the frames, in the order in which they came. */
  interface Sink {
    /**
     * One frame.
     *
     * @param bytes the sink may read from it until it returns
     * @param headerAt where the frame's header begins
     * @param headerLength bytes of the header
     * @throws ProtocolException if the frame is not what the connection expects
     */
    void frame(
        FrameKind kind, int flags, int requestId, ByteBuf bytes, int headerAt, int headerLength)
        throws ProtocolException;
  }

  private final Sink sink;
  private ByteBuf rest = Unpooled.EMPTY_BUFFER;

  FrameWalker(Sink sink) {
    this.sink = sink;
  }

  /**
   * Hands on every frame that is whole by now.
   *
   * @param received read to its end; stays the caller's
   * @throws ProtocolException if the bytes are no frames of this protocol, or by the sink
   */
  void walk(ByteBuf received) throws ProtocolException {
    if (rest.isReadable()) {
      completeRest(received);
      if (rest.isReadable()) {
        return;
      }
    }
    received.readerIndex(walkWhole(received));
    keep(received, received.readableBytes());
  }

  /** Whether it is between two frames. */
  boolean isBetweenFrames() {
    return !rest.isReadable();
  }

  private void completeRest(ByteBuf received) throws ProtocolException {
    keep(received, FramePrefix.LENGTH - rest.readableBytes());
    if (rest.readableBytes() < FramePrefix.LENGTH) {
      return;
    }
    keep(received, frameLength(rest, rest.readerIndex()) - rest.readableBytes());
    if (walkWhole(rest) > rest.readerIndex()) {
      rest = rest.capacity() > NO_REST ? Unpooled.EMPTY_BUFFER : rest.clear();
    }
  }

  /** Moves at most that many bytes to the rest. */
  private void keep(ByteBuf received, int most) {
    int length = Math.min(most, received.readableBytes());
    if (length > 0) {
      if (rest.maxCapacity() == 0) {
        rest = Unpooled.buffer(NO_REST);
      }
      rest.writeBytes(received, length);
    }
  }

  /** Returns where the first frame that is not whole begins. */
  private int walkWhole(ByteBuf bytes) throws ProtocolException {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (end - at >= FramePrefix.LENGTH) {
      int length = frameLength(bytes, at);
      if (end - at < length) {
        break;
      }
      sink.frame(
          kind(bytes, at),
          bytes.getUnsignedShort(at + FramePrefix.FLAGS_OFFSET),
          bytes.getInt(at + FramePrefix.REQUEST_ID_OFFSET),
          bytes,
          at + FramePrefix.LENGTH,
          length - FramePrefix.LENGTH);
      at += length;
    }
    return at;
  }

  /** Holds the frame against its caps; trackers send no bodies. */
  private static int frameLength(ByteBuf bytes, int at) throws ProtocolException {
    int header = bytes.getInt(at + FramePrefix.HEADER_LENGTH_OFFSET);
    int body = bytes.getInt(at + FramePrefix.BODY_LENGTH_OFFSET);
    FrameKind kind = kind(bytes, at);
    if (header < 0 || header > Math.min(kind.maxHeader(), Limits.MAX_HEADER_BYTES) || body != 0) {
      throw new ProtocolException(
          ErrorCode.FRAME_TOO_LARGE,
          kind + " came with a header of " + header + " bytes and a body of " + body);
    }
    return FramePrefix.LENGTH + header;
  }

  private static FrameKind kind(ByteBuf bytes, int at) throws ProtocolException {
    int number = bytes.getUnsignedShort(at + FramePrefix.KIND_OFFSET);
    FrameKind kind = FrameKind.of(number);
    if (kind == null) {
      throw new ProtocolException(
          ErrorCode.UNKNOWN_KIND, "a frame of the unknown kind " + number + " came");
    }
    return kind;
  }
}
