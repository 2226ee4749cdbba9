package dev.shoal.transport.http;

import dev.shoal.transport.TransportKind;
import dev.shoal.transport.internal.Addresses;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Serves HTTP/1.1 at one address. Thread-safe. Works on event loops that stay the caller's; {@link
 * #close()} ends what was made on them.
 */
public final class HttpServer {
  private static final int BACKLOG = 256;

  private final Channel listening;
  private final HttpConnections connections;
  private final InetSocketAddress address;

  private HttpServer(Channel listening, HttpConnections connections) {
    this.listening = listening;
    this.connections = connections;
    this.address = Addresses.normalised(listening.localAddress());
  }

  /**
   * Opens a port.
   *
   * @param loops of that kind
   * @param wanted port 0 for any; the wildcard host accepts IPv4 and IPv6 where the machine has
   *     both
   * @return fails with an {@link IOException} with a sentence for a person if it can't be bound
   */
  public static CompletableFuture<HttpServer> open(
      EventLoopGroup loops,
      TransportKind kind,
      InetSocketAddress wanted,
      HttpLimits limits,
      HttpHandler handler) {
    if (wanted.isUnresolved()) {
      return CompletableFuture.failedFuture(
          new IOException("host " + wanted.getHostString() + " is not known"));
    }
    HttpConnections connections = new HttpConnections(limits);
    ChannelFuture binding =
        new ServerBootstrap()
            .group(loops)
            .channel(kind.serverChannelType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, endsHalf(kind))
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(512, 2048, PulledDecoder.PIECE))
            .childHandler(new Pipeline(limits, handler, connections))
            .bind(Addresses.dualStack(wanted));
    CompletableFuture<HttpServer> opened = new CompletableFuture<>();
    binding.addListener(
        done -> {
          if (done.isSuccess()) {
            opened.complete(new HttpServer(binding.channel(), connections));
          } else {
            opened.completeExceptionally(
                new IOException(
                    "cannot listen on "
                        + Addresses.text(wanted)
                        + " for HTTP: "
                        + Addresses.reason(done.cause()),
                    done.cause()));
          }
        });
    return opened;
  }

  /**
   * Whether clients may end their side after a request, and are answered all the same. Not with
   * epoll: Netty 4.2.18 then takes the socket out of the loop's set and does not find it there when
   * it is to be written to again, so that long answers would end in the middle.
   */
  private static boolean endsHalf(TransportKind kind) {
    return kind == TransportKind.NIO;
  }

  /** Where it listens, with the port that was chosen if any would do. */
  public InetSocketAddress address() {
    return address;
  }

  /** Connections that are open. */
  public int connectionCount() {
    return connections.count();
  }

  /**
   * Stops listening and ends all connections; short answers that are being made get a moment.
   *
   * @return completes when all sockets are closed
   */
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> socketClosed = new CompletableFuture<>();
    listening.close().addListener(closed -> socketClosed.complete(null));
    Stream<CompletableFuture<Void>> ended = connections.close().stream().map(HttpConnection::end);
    return CompletableFuture.allOf(
        Stream.concat(ended, Stream.of(socketClosed)).toArray(CompletableFuture[]::new));
  }

  /** Makes the pipeline of each connection that there is room for. */
  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final HttpLimits limits;
    private final HttpHandler handler;
    private final HttpConnections connections;

    Pipeline(HttpLimits limits, HttpHandler handler, HttpConnections connections) {
      this.limits = limits;
      this.handler = handler;
      this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
        channel.close(); // gone already
        return;
      }
      InetAddress host = Addresses.normalised(remote).getAddress();
      HttpConnection connection =
          new HttpConnection(channel, limits, handler, channel.eventLoop().ticker()::nanoTime);
      if (!connections.enter(connection, host)) {
        channel.close();
        return;
      }
      channel.closeFuture().addListener(closed -> connections.leave(connection, host));
      channel
          .pipeline()
          .addLast(connection.decoder())
          .addLast(new HttpResponseEncoder())
          .addLast(connection);
    }
  }
}
