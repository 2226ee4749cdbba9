package dev.shoal.transport.internal;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the byte stream into {@link InboundFrame}s and passes bodies on as they arrive, never
 * gathering them.
 *
 * <p>A frame is held against the caps of its kind as soon as its prefix is there, before anything
 * is allocated for it; a header that comes in pieces takes memory only for the pieces received.
 * Breaks of the protocol are fired as {@link ProtocolException}, once, and whatever follows is
 * dropped.
 *
 * <p>While the connection can't take more answers (its outbound buffer is above the high
 * watermark), frames wait here and reading stops, so that an asker who does not read can't make
 * answers pile up.
 */
public final class FrameDecoder extends ChannelInboundHandlerAdapter {
  private enum State {
    PREFIX,
    HEADER,
    BODY,
    BROKEN
  }

  /** Buffers that arrived while the outbound side was full. */
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();

  private final Intake intake;
  private State state = State.PREFIX;
  private boolean decoding;

  /** Frames begun so far, their prefixes at least. */
  private long frames;

  /** Takes hot requests past the rest of the pipeline; null before greetings are exchanged. */
  private @Nullable HotPath hotPath;

  /** The incomplete prefix or header so far. */
  private @Nullable ByteBuf partial;

  private int headerLength;
  private int bodyLength;
  private int kindNumber;
  private int flags;
  private int requestId;
  private @Nullable FrameKind kind;

  /** Body bytes still to come. */
  private int bodyMissing;

  /** Of a connection without limits. */
  public FrameDecoder() {
    this(Intake.unlimited());
  }

  FrameDecoder(Intake intake) {
    this.intake = intake;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    waiting.add(bytes);
    intake.received(ctx.channel(), bytes.readableBytes());
    drain(ctx);
    if (state == State.BODY || state == State.HEADER || partial != null) {
      checkPace(ctx);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    intake.readComplete(ctx.channel(), state == State.BODY ? bodyMissing : 0);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    intake.setFull(ctx.channel(), !ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
    if (!waiting.isEmpty()) {
      drain(ctx);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    breakOff();
    if (!decoding) {
      dropWaiting();
    }
  }

  /** Leads hot requests another way from now on. */
  void divert(HotPath path) {
    hotPath = path;
  }

  /** Drops whatever arrives from now on, but goes on reading, so as to meet the end of input. */
  void stop(Channel channel) {
    breakOff();
    if (!decoding) {
      dropWaiting();
    }
    intake.open(channel);
  }

  /** A frame has arrived in part: that must not take forever. */
  private void checkPace(ChannelHandlerContext ctx) {
    boolean lengthKnown = state != State.PREFIX;
    try {
      intake.checkPace(
          lengthKnown ? frames : frames + 1,
          FramePrefix.LENGTH + (lengthKnown ? (long) headerLength + bodyLength : 0));
    } catch (ProtocolException e) {
      breakOff();
      ctx.fireExceptionCaught(e);
    }
  }

  private void drain(ChannelHandlerContext ctx) {
    if (decoding) {
      return; // writability changed inside a handler that this very loop called
    }
    decoding = true;
    try {
      do {
        ByteBuf in;
        while ((in = waiting.peek()) != null && decodeAll(ctx, in)) {
          waiting.remove().release();
        }
        flush(ctx); // may make room, of which nobody would tell this loop again
      } while (!waiting.isEmpty() && ctx.channel().isWritable());
    } finally {
      decoding = false;
    }
  }

  /** Sends the answers to hot requests so far. */
  private void flush(ChannelHandlerContext ctx) {
    if (hotPath != null) {
      hotPath.flush(ctx);
    }
  }

  /** Decodes a buffer to its end; false if it had to stop because the outbound side is full. */
  private boolean decodeAll(ChannelHandlerContext ctx, ByteBuf in) {
    try {
      while (in.isReadable() && state != State.BROKEN) {
        if (state != State.BODY && !ctx.channel().isWritable() && ctx.channel().isActive()) {
          return false;
        }
        step(ctx, in);
      }
    } catch (ProtocolException e) {
      flush(ctx);
      breakOff();
      ctx.fireExceptionCaught(e);
    }
    return true;
  }

  private void step(ChannelHandlerContext ctx, ByteBuf in) throws ProtocolException {
    switch (state) {
      case PREFIX -> {
        ByteBuf prefix = gather(ctx, in, FramePrefix.LENGTH);
        if (prefix != null) {
          try {
            readPrefix(prefix);
          } finally {
            release(prefix, in);
          }
          beginHeader(ctx);
        }
      }
      case HEADER -> {
        ByteBuf header = gather(ctx, in, headerLength);
        if (header != null) {
          try {
            deliver(ctx, header);
          } finally {
            release(header, in);
          }
        }
      }
      case BODY -> passBodyOn(ctx, in);
      case BROKEN -> {}
    }
  }

  private void passBodyOn(ChannelHandlerContext ctx, ByteBuf in) {
    int length = Math.min(bodyMissing, in.readableBytes());
    bodyMissing -= length;
    if (bodyMissing == 0) {
      state = State.PREFIX;
    }
    if (kind == null) {
      in.skipBytes(length);
    } else {
      ctx.fireChannelRead(in.readRetainedSlice(length));
    }
  }

  /**
   * The next {@code length} bytes, as {@code in} itself when they lie there in one piece; null
   * while some are missing.
   */
  private @Nullable ByteBuf gather(ChannelHandlerContext ctx, ByteBuf in, int length)
      throws ProtocolException {
    if (partial == null && in.readableBytes() >= length) {
      return in;
    }
    if (partial == null) {
      partial = ctx.alloc().buffer(Math.min(length, in.readableBytes() * 2), length);
    }
    int before = partial.readableBytes();
    int read = Math.min(length - before, in.readableBytes());
    partial.writeBytes(in, read);
    if (partial.readableBytes() < length) {
      intake.meter().keep(read);
      return null;
    }
    intake.meter().letGo(before);
    ByteBuf whole = partial;
    partial = null;
    return whole;
  }

  @SuppressWarnings("ReferenceEquality") // it may be the very buffer, whose owner releases it
  private static void release(ByteBuf gathered, ByteBuf in) {
    if (gathered != in) {
      gathered.release();
    }
  }

  private void readPrefix(ByteBuf prefix) throws ProtocolException {
    headerLength = prefix.readInt();
    bodyLength = prefix.readInt();
    kindNumber = prefix.readUnsignedShort();
    flags = prefix.readUnsignedShort();
    requestId = prefix.readInt();
    kind = FrameKind.of(kindNumber);
    int maxHeader = kind == null ? Limits.MAX_HEADER_BYTES : kind.maxHeader();
    int maxBody = kind == null ? Limits.MAX_BODY_BYTES : kind.maxBody();
    if (headerLength < 0 || headerLength > maxHeader || bodyLength < 0 || bodyLength > maxBody) {
      throw new ProtocolException(
          ErrorCode.FRAME_TOO_LARGE,
          String.format(
              "%s may have %d bytes of header and %d of body, not %s and %s",
              name(),
              maxHeader,
              maxBody,
              Integer.toUnsignedString(headerLength),
              Integer.toUnsignedString(bodyLength)));
    }
    if ((flags & ~FramePrefix.KNOWN_FLAGS) != 0) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION,
          name() + " has unknown flags 0x" + Integer.toHexString(flags));
    }
  }

  private void beginHeader(ChannelHandlerContext ctx) throws ProtocolException {
    state = State.HEADER;
    frames++;
    if (headerLength == 0) {
      deliver(ctx, Unpooled.EMPTY_BUFFER);
    }
  }

  private void deliver(ChannelHandlerContext ctx, ByteBuf bytes) throws ProtocolException {
    if (hotPath != null && kind != null && hotPath.takes(kind)) {
      state = State.PREFIX;
      hotPath.serve(ctx, kind, requestId, bytes, headerLength);
      return;
    }
    flush(ctx); // what follows may lead to the last frame of all
    MessageLite header = kind == null ? null : parse(kind, bytes);
    if (kind == null) {
      bytes.skipBytes(headerLength);
    }
    bodyMissing = bodyLength;
    state = bodyLength == 0 ? State.PREFIX : State.BODY;
    ctx.fireChannelRead(new InboundFrame(kind, flags, requestId, header, bodyLength));
  }

  private MessageLite parse(FrameKind known, ByteBuf bytes) throws ProtocolException {
    try {
      ByteBuffer encoded = bytes.nioBuffer(bytes.readerIndex(), headerLength);
      HeaderFields.check(known, encoded);
      var header = known.parser().parseFrom(encoded);
      bytes.skipBytes(headerLength);
      return header;
    } catch (IOException e) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, known + " has a malformed header: " + e.getMessage(), e);
    }
  }

  private String name() {
    return kind == null ? "a frame of unknown kind " + kindNumber : kind.toString();
  }

  private void breakOff() {
    state = State.BROKEN;
    if (hotPath != null) {
      hotPath.close();
    }
    if (partial != null) {
      intake.meter().letGo(partial.readableBytes());
      partial.release();
      partial = null;
    }
  }

  private void dropWaiting() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }
}
