package dev.shoal.transport.internal;

import dev.shoal.protocol.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns accepted connections away: says why and lingers a moment, so that it is heard, but only for
 * so many at a time. However many come, they cost next to nothing.
 */
final class Refusals {
  private static final int MAX_LINGERING = 256;
  private static final long LINGER_MILLIS = 500;

  private final AtomicInteger lingering = new AtomicInteger();

  /** Closes a channel whose pipeline is still empty. On its event loop. */
  void refuse(Channel channel, ProtocolException why) {
    if (lingering.incrementAndGet() > MAX_LINGERING || channel.eventLoop().isShuttingDown()) {
      lingering.decrementAndGet();
      channel.close();
      return;
    }
    Future<?> timer =
        channel
            .eventLoop()
            .schedule((Runnable) channel::close, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              timer.cancel(false);
              lingering.decrementAndGet();
            });
    channel.pipeline().addLast(FrameEncoder.INSTANCE, Deaf.INSTANCE);
    channel
        .writeAndFlush(OutboundFrame.error(0, why.code(), String.valueOf(why.getMessage())))
        .addListener(
            written -> {
              if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              } else {
                channel.close();
              }
            });
  }
}
