package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
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
 * other side has only so much time, a TLS handshake included.
 */
final class HelloHandler extends ChannelInboundHandlerAdapter {
  private final NettyConnection connection;
  private final Hello own;
  private final long timeoutMillis;
  private boolean open;
  private long startNanos;
  private @Nullable Future<?> timeout;

  /**
   * @param timeoutMillis how long all may take that comes before requests
   * @param open whether this side may greet at once, and not only when it is settled that the
   *     connection is encrypted, or that it isn't
   */
  HelloHandler(NettyConnection connection, Hello own, long timeoutMillis, boolean open) {
    this.connection = connection;
    this.own = own;
    this.timeoutMillis = timeoutMillis;
    this.open = open;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (open) {
      greet(ctx);
    }
    timeout = ctx.executor().schedule(this::tooLate, timeoutMillis, TimeUnit.MILLISECONDS);
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Opened.EVENT) {
      open = true;
      greet(ctx);
    } else if (open) { // nothing may be said before, not even that this side is still there
      ctx.fireUserEventTriggered(event);
    }
  }

  private void greet(ChannelHandlerContext ctx) {
    startNanos = System.nanoTime();
    ctx.writeAndFlush(OutboundFrame.control(FrameKind.HELLO, 0, own));
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
    if (!open) {
      connection.ending().fail(TlsFailures.noTls(null));
      return;
    }
    try {
      if (!(frame.header() instanceof Hello hello)) {
        throw new ProtocolException(
            ErrorCode.PROTOCOL_VIOLATION, "the first frame was not a greeting");
      }
      Greeting remote = Hellos.read(hello, own.getInstance());
      PeerId proved = connection.authenticatedPeer().orElse(null);
      if (proved != null && !proved.equals(remote.peerId())) {
        throw new ProtocolException(
            ErrorCode.PROTOCOL_VIOLATION, "the greeting names another node than the certificate");
      }
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
