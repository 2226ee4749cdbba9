package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

/**
 * Sends frames without bodies, and gives a connection up whose other side asks or listens but lets
 * what it is sent pile up. Runs on the connection's event loop.
 */
final class Outbox {
  /** As much as 1,024 answers of the largest that a tracker gives to a query. */
  private static final int MAX_BACKLOG_BYTES = 16 << 20;

  private final Channel channel;
  private final Ending ending;

  Outbox(Channel channel, Ending ending) {
    this.channel = channel;
    this.ending = ending;
  }

  /** Whether the socket is still there. */
  boolean isOpen() {
    return channel.isActive();
  }

  /** Whether so much waits to be sent that nothing should be added by choice. */
  boolean isFull() {
    return isOpen() && channel.bytesBeforeWritable() > MAX_BACKLOG_BYTES;
  }

  ChannelFuture send(OutboundFrame frame) {
    ChannelFuture sent = channel.writeAndFlush(frame);
    if (isFull()) {
      ending.fail(
          new ProtocolException(
              ErrorCode.LIMIT_EXCEEDED, "the other side does not read what it is sent"));
    }
    return sent;
  }
}
