package dev.shoal.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes single connections to the tracker, from one local address or from several in turn. */
final class Dialler {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LOOPBACK = 0x7F000001;

  // Within what Netty caches for a thread, and more than 64 answers with 30 sources each.
  private static final int RECEIVE_BYTES = 32 << 10;

  private final InetSocketAddress tracker;
  private final int localAddresses;
  private final Bootstrap bootstrap;

  /**
   * With connections on that loop.
   *
   * @param localAddresses how many addresses of the loopback network to use; 0: leave it to the
   *     system
   */
  Dialler(
      EventLoop loop,
      Class<? extends Channel> channelType,
      InetSocketAddress tracker,
      int localAddresses) {
    this.tracker = tracker;
    this.localAddresses = localAddresses;
    bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channelType)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES));
  }

  /** Dials; completes when the connection has its lease, on its event loop. */
  CompletableFuture<TrackerConnection> dial(int number, TrackerConnection connection) {
    InetAddress local = local(number);
    InetSocketAddress remote =
        local == null ? tracker : new InetSocketAddress(local, tracker.getPort());
    InetSocketAddress from = local == null ? null : new InetSocketAddress(local, 0);
    bootstrap
        .clone()
        .handler(connection)
        .connect(remote, from)
        .addListener(
            dialled -> {
              Throwable failure = dialled.cause();
              if (failure != null) {
                connection
                    .ready()
                    .completeExceptionally(new LoadException(sentence(remote, failure)));
              }
            });
    return connection.ready();
  }

  private @Nullable InetAddress local(int number) {
    if (localAddresses == 0) {
      return null;
    }
    int address = LOOPBACK + number % localAddresses;
    byte[] bytes = {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }

  private static String sentence(InetSocketAddress remote, Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Too many open files")) {
      return "this process may not open so many connections; raise the limit: ulimit -n 1048576";
    }
    if (message.contains("Cannot assign requested address")) {
      return "no local port is left for one more connection to "
          + remote
          + "; one address has about 28,000: use --local-addresses";
    }
    return "cannot connect to " + remote + ": " + message;
  }
}
