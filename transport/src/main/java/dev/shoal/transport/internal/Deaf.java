package dev.shoal.transport.internal;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Drops what arrives at a channel that is only kept until the other side has closed it, too. */
@Sharable
final class Deaf extends ChannelInboundHandlerAdapter {
  static final Deaf INSTANCE = new Deaf();

  private Deaf() {}

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    ctx.close(); // a reset, most likely
  }
}
