package dev.shoal.tracker.internal.fuzz;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The tracker's end of a connection: has addresses, and a far end that may stop reading. */
final class FuzzedChannel extends EmbeddedChannel {
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private boolean stalled;

  /**
   * Not yet registered.
   *
   * @param parent null: it was not accepted
   */
  FuzzedChannel(
      @Nullable Channel parent,
      Ticker ticker,
      InetSocketAddress local,
      InetSocketAddress remote,
      ChannelHandler handler) {
    super(
        EmbeddedChannel.builder().parent(parent).ticker(ticker).register(false).handlers(handler));
    this.local = local;
    this.remote = remote;
  }

  boolean isStalled() {
    return stalled;
  }

  /** Whether nothing that is written leaves. */
  void setStalled(boolean value) {
    stalled = value;
    if (!stalled) {
      flush();
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
    if (!stalled) {
      super.doWrite(waiting);
    }
  }

  @Override
  protected SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }
}
