package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.transport.Greeting;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
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
    timeout = ctx.executor().schedule(this::tooLate, timeoutMillis, TimeUnit.MILLISECONDS);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof InboundFrame frame) || !connection.ending().listens()) {
      ReferenceCountUtil.release(message); // follows what was refused below
      return;
    }
    if (frame.header() instanceof Error reason) {
      connection.ending().told(reason);
      return;
    }
    try {
      if (!(frame.header() instanceof Hello hello)) {
        throw new ProtocolException(
            ErrorCode.PROTOCOL_VIOLATION, "the first frame was not a greeting");
      }
      Greeting remote = Hellos.read(hello, own.getInstance());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      ctx.pipeline().remove(this);
      connection.greeted(remote, millis);
    } catch (ProtocolException e) {
      connection.ending().fail(e);
    }
  }

  /** What breaks the rules before any greeting is most likely another protocol altogether. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    ctx.fireExceptionCaught(
        thrown instanceof ProtocolException
            ? new ProtocolException(
                ErrorCode.PROTOCOL_VIOLATION,
                "the other side does not speak Shoal's protocol",
                thrown)
            : thrown);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timeout != null) {
      timeout.cancel(false);
    }
  }

  private void tooLate() {
    connection
        .ending()
        .fail(
            new ProtocolException(
                ErrorCode.TIMED_OUT, "no greeting came within " + timeoutMillis + " ms"));
  }
}
