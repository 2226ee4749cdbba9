package dev.shoal.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;

/**
 * Reads regions of files into memory on connections that are encrypted: only bytes can be. How much
 * of that there is at a time is up to the connection's send window.
 */
@Sharable
final class RegionReader extends ChannelOutboundHandlerAdapter {
  static final RegionReader INSTANCE = new RegionReader();

  /** Of a body's slices, since every one of them is read in one go on an event loop. */
  static final int LARGEST_SLICE = 256 * 1024;

  private RegionReader() {}

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof ReadableRegion region)) {
      ctx.write(message, promise);
      return;
    }
    ByteBuf bytes;
    try {
      bytes = read(ctx, region);
    } catch (IOException | RuntimeException | Error e) { // want of direct memory is an Error
      promise.tryFailure(e);
      return;
    } finally {
      region.release();
    }
    ctx.write(bytes, promise);
  }

  private static ByteBuf read(ChannelHandlerContext ctx, ReadableRegion region) throws IOException {
    int length = Math.toIntExact(region.count());
    ByteBuf bytes = ctx.alloc().directBuffer(length, length);
    boolean read = false;
    try {
      region.readInto(bytes);
      read = true;
      return bytes;
    } finally {
      if (!read) {
        bytes.release();
      }
    }
  }
}
