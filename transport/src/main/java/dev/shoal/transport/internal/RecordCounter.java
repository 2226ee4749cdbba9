package dev.shoal.transport.internal;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Counts the TLS records that the socket has taken. On a slow line a slice of a body may take
 * minutes, and the records that it has become are all that is seen of its moving.
 */
final class RecordCounter extends ChannelOutboundHandlerAdapter {
  private long count;
  private final ChannelFutureListener counting = sent -> count++;

  long count() {
    return count;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ctx.write(message, promise.unvoid().addListener(counting));
  }
}
