package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Predicate;

/**
 * Stands first in an accepted connection and tells by its first byte whether it is encrypted. A
 * frame begins with the upper byte of its header's length, which is 0 for every length allowed; a
 * TLS connection begins with a record of a handshake.
 */
final class Entrance extends ChannelInboundHandlerAdapter {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int FRAME = 0;

  private final Ending ending;
  private final boolean requireTls;
  private final Predicate<ChannelHandlerContext> encrypt;

  /**
   * @param ending the connection's
   * @param requireTls whether connections without TLS are refused
   * @param encrypt puts TLS behind the handler with that context, or says that there are too many
   *     handshakes
   */
  Entrance(Ending ending, boolean requireTls, Predicate<ChannelHandlerContext> encrypt) {
    this.ending = ending;
    this.requireTls = requireTls;
    this.encrypt = encrypt;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!bytes.isReadable() || !ending.listens()) {
      bytes.release();
      return;
    }
    switch (bytes.getUnsignedByte(bytes.readerIndex())) {
      case TLS_HANDSHAKE -> encrypted(ctx);
      case FRAME -> plain(ctx);
      default ->
          ending.fail(
              new ProtocolException(
                  ErrorCode.PROTOCOL_VIOLATION, "the other side does not speak Shoal's protocol"));
    }
    ctx.fireChannelRead(bytes);
    ctx.pipeline().remove(this);
  }

  /** There is nobody to say anything to yet, hence the end without a word. */
  private void encrypted(ChannelHandlerContext ctx) {
    try {
      if (!encrypt.test(ctx)) {
        ending.fail(
            new TransportException.Unreachable(
                ErrorCode.LIMIT_EXCEEDED, "too many TLS handshakes", null));
      }
    } catch (RuntimeException | Error e) { // want of direct memory is an Error
      ending.mute();
      ending.fail(e);
    }
  }

  private void plain(ChannelHandlerContext ctx) {
    if (requireTls) {
      ending.fail(
          new ProtocolException(
              ErrorCode.TLS_REQUIRED, "only encrypted connections are taken here"));
    } else {
      ctx.fireUserEventTriggered(Opened.EVENT);
    }
  }
}
