package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.transport.Greeting;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges greetings, then leaves the pipeline. Until then no other frame gets through, and the
 * other side has only so much time.
 */
final class HelloHandler extends ChannelInboundHandlerAdapter {
  private final NettyConnection connection;
  private final Hello own;
  private final long timeoutMillis;
  private long startNanos;
  private @Nullable Future<?> timeout;

  HelloHandler(NettyConnection connection, Hello own, long timeoutMillis) {
    this.connection = connection;
    this.own = own;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    startNanos = System.nanoTime();
    ctx.writeAndFlush(OutboundFrame.control(FrameKind.HELLO, 0, own));
    timeout = ctx.executor().schedule(() -> tooLate(ctx), timeoutMillis, TimeUnit.MILLISECONDS);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws ProtocolException {
    if (!(message instanceof InboundFrame frame)) {
      io.netty.util.ReferenceCountUtil.release(message); // the body of a frame refused below
      return;
    }
    if (frame.header() instanceof Error error) {
      throw new ProtocolException(
          ErrorCode.of(error.getCode()), "refused by the other side: " + error.getMessage());
    }
    if (!(frame.header() instanceof Hello hello)) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_VIOLATION, "the first frame is no Hello but " + frame.kind());
    }
    Greeting remote = Hellos.read(hello, own.getInstance());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    ctx.pipeline().remove(this);
    connection.greeted(remote, millis);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private void tooLate(ChannelHandlerContext ctx) {
    ctx.fireExceptionCaught(
        new ProtocolException(
            ErrorCode.TIMED_OUT, "no greeting came within " + timeoutMillis + " ms"));
  }
}
