package dev.shoal.benchmarks.micro;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** Counts and releases all that comes by, either way. Promises stay open: give it void ones. */
@Sharable
final class Drain extends ChannelDuplexHandler {
  private long passed;

  /** Objects so far. */
  long passed() {
    return passed;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    drop(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    drop(message);
  }

  private void drop(Object message) {
    passed++;
    ReferenceCountUtil.release(message);
  }
}
