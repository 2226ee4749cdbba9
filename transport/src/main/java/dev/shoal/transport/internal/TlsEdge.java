package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;

/**
 * Stands between the socket and the handler that encrypts. All that arrives there counts against
 * the limits of traffic, a handshake and the covers of records too, and no handshake may be of any
 * length: what arrives while one is computed piles up.
 */
final class TlsEdge extends ChannelDuplexHandler {
  /** Twice the largest chain of certificates that is taken. */
  static final int LONGEST_HANDSHAKE = 64 * 1024;

  private final SslHandler tls;
  private final Intake intake;
  private final Ending ending;
  private long arrived;

  TlsEdge(SslHandler tls, Intake intake, Ending ending) {
    this.tls = tls;
    this.intake = intake;
    this.ending = ending;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    intake.arrived(ctx.channel(), count);
    arrived += count;
    if (arrived > LONGEST_HANDSHAKE && !tls.handshakeFuture().isDone()) {
      bytes.release();
      ending.fail(
          new TransportException.Unreachable(
              ErrorCode.PROTOCOL_VIOLATION,
              "the TLS handshake is longer than " + LONGEST_HANDSHAKE + " bytes",
              null));
      return;
    }
    ctx.fireChannelRead(bytes);
  }

  /**
   * The handler that encrypts reads on by itself until it has a whole record. That must not get
   * past whoever decides whether this connection reads at all, and will read again.
   */
  @Override
  public void read(ChannelHandlerContext ctx) {
    if (ctx.channel().config().isAutoRead()) {
      ctx.read();
    }
  }
}
