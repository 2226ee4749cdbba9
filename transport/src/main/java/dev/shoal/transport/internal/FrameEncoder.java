package dev.shoal.transport.internal;

import com.google.protobuf.CodedOutputStream;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;

/**
 * Writes a frame as one exactly sized direct buffer for prefix and header, then the bare body.
 *
 * <p>The body must stay bare: a region wrapped together with its header would no longer reach
 * sendfile on the native transports. All that can fail is done before the first write, since what
 * is written is sent whatever happens afterwards.
 */
@Sharable
public final class FrameEncoder extends ChannelOutboundHandlerAdapter {
  public static final FrameEncoder INSTANCE = new FrameEncoder();

  private FrameEncoder() {}

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof OutboundFrame frame)) {
      ctx.write(message, promise);
      return;
    }
    ByteBuf head;
    try {
      head = encode(ctx, frame);
    } catch (Exception | Error e) { // want of direct memory is an Error
      frame.release();
      promise.tryFailure(e);
      return;
    }
    if (frame.body() == null) {
      ctx.write(head, promise);
    } else {
      ctx.write(head, ctx.voidPromise());
      ctx.write(frame.body(), promise);
    }
  }

  private static ByteBuf encode(ChannelHandlerContext ctx, OutboundFrame frame)
      throws ProtocolException, IOException {
    int headerLength = frame.header().getSerializedSize();
    if (!frame.kind().accepts(frame.header())) {
      throw new IllegalArgumentException(
          frame.kind() + " has no header " + frame.header().getClass().getSimpleName());
    }
    if (headerLength > frame.kind().maxHeader() || frame.bodyLength() > frame.kind().maxBody()) {
      throw new ProtocolException(
          ErrorCode.FRAME_TOO_LARGE,
          frame.kind()
              + " with "
              + headerLength
              + "+"
              + frame.bodyLength()
              + " bytes is too large");
    }
    int length = FramePrefix.LENGTH + headerLength;
    ByteBuf head = ctx.alloc().directBuffer(length, length);
    try {
      head.writeInt(headerLength)
          .writeInt(frame.bodyLength())
          .writeShort(frame.kind().number())
          .writeShort(frame.flags())
          .writeInt(frame.requestId());
      var out =
          CodedOutputStream.newInstance(head.internalNioBuffer(FramePrefix.LENGTH, headerLength));
      frame.header().writeTo(out);
      out.flush();
      out.checkNoSpaceLeft();
      return head.writerIndex(length);
    } catch (IOException | RuntimeException e) {
      head.release();
      throw e;
    }
  }
}
