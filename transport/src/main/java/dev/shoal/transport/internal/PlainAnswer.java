package dev.shoal.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/**
 * Stands first in a connection dialled by TLS, until the first byte has come. Whoever turns
 * connections away, or knows no TLS, answers with a frame: that is let through to where its reason
 * is read, and nothing is ever sent without TLS.
 */
final class PlainAnswer extends ChannelInboundHandlerAdapter {
  private static final int FRAME = 0;

  private final Ending ending;

  PlainAnswer(Ending ending) {
    this.ending = ending;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    if (bytes.getUnsignedByte(bytes.readerIndex()) == FRAME) {
      ending.mute();
      ctx.pipeline().remove(TlsGuard.class);
      ctx.pipeline().remove(SslHandler.class);
    }
    ctx.fireChannelRead(bytes);
    ctx.pipeline().remove(this);
  }
}
