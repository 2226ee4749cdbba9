package dev.shoal.transport;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.internal.Addresses;
import dev.shoal.transport.internal.Assembler;
import dev.shoal.transport.internal.Connections;
import dev.shoal.transport.internal.Pipeline;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens and dials: the one place where connections come from.
 *
 * <p>Thread-safe. Works on event loops that stay the caller's; {@link #close()} ends what was made
 * on them and leaves the loops running.
 */
public final class Endpoint {
  private static final int BACKLOG = 1024;

  private final EventLoopGroup loops;
  private final TransportKind kind;
  private final TransportConfig config;
  private final Connections connections;
  private final Pipeline pipeline;
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();
  private volatile Greeting greeting;
  private volatile boolean closed;

  /**
   * An endpoint that neither listens nor dials yet.
   *
   * @param loops of a {@link TransportKind}
   * @param config limits of all connections
   * @param greeting what this side says of itself
   */
  public Endpoint(EventLoopGroup loops, TransportConfig config, Greeting greeting) {
    this.loops = loops;
    this.kind = TransportKind.of(loops);
    this.config = config;
    this.greeting = greeting;
    this.connections = new Connections(config.maxConnections());
    this.pipeline = new Pipeline(config, connections, new SecureRandom().nextLong());
  }

  /**
   * Accepts connections. From now on this side's greetings name the port.
   *
   * @param address port 0 for any; the wildcard host accepts IPv4 and IPv6 where the machine has
   *     both
   * @param handlers makes one for each accepted connection
   * @return the bound address; fails with {@link TransportException.Unreachable} when it can't be
   *     bound
   */
  public CompletableFuture<InetSocketAddress> listen(
      InetSocketAddress address, Supplier<? extends ConnectionHandler> handlers) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(kind.serverChannelType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(new Assembler(pipeline, () -> greeting, handlers));
    pipeline.options().forEach((option, value) -> childOption(bootstrap, option, value));
    CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
    bootstrap
        .bind(Addresses.dualStack(address))
        .addListener(
            (io.netty.channel.ChannelFuture done) -> {
              if (!done.isSuccess()) {
                bound.completeExceptionally(
                    unreachable("cannot listen on " + Addresses.text(address), done.cause()));
                return;
              }
              listeners.add(done.channel());
              InetSocketAddress local = Addresses.normalised(done.channel().localAddress());
              greeting = greeting.withListenPort(local.getPort());
              if (closed) {
                done.channel().close();
              }
              bound.complete(local);
            });
    return bound;
  }

  /**
   * Makes a connection and exchanges greetings.
   *
   * @param remote where to
   * @param from local address to dial from, or null for any
   * @param handler of the connection
   * @return the established connection; fails with {@link TransportException.Unreachable}
   */
  public CompletableFuture<Connection> dial(
      InetSocketAddress remote, @Nullable InetAddress from, ConnectionHandler handler) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new TransportException.Unreachable(ErrorCode.SHUTTING_DOWN, "shutting down", null));
    }
    if (remote.isUnresolved()) {
      return CompletableFuture.failedFuture(
          new TransportException.Unreachable(
              ErrorCode.UNKNOWN, "host " + remote.getHostString() + " is not known", null));
    }
    Assembler assembler = new Assembler(pipeline, () -> greeting, () -> handler);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(kind.channelType())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.connectTimeout().toMillis())
            .handler(assembler);
    pipeline.options().forEach((option, value) -> option(bootstrap, option, value));
    bootstrap
        .connect(remote, from == null ? null : new InetSocketAddress(from, 0))
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                assembler
                    .ready()
                    .completeExceptionally(
                        unreachable("cannot reach " + Addresses.text(remote), connected.cause()));
              }
            });
    return assembler.ready();
  }

  /** Connections that are open or being greeted. */
  public int connectionCount() {
    return connections.count();
  }

  /**
   * Stops listening, then closes every connection gracefully.
   *
   * @return completes when all sockets are closed
   */
  public CompletableFuture<Void> close() {
    closed = true;
    CompletableFuture<?>[] ends =
        java.util.stream.Stream.concat(
                listeners.stream().map(Endpoint::closeListener),
                connections.all().stream().map(Connection::close))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(ends);
  }

  private static CompletableFuture<Void> closeListener(Channel listener) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    listener.close().addListener(done -> end.complete(null));
    return end;
  }

  private static TransportException unreachable(String what, Throwable cause) {
    return new TransportException.Unreachable(
        ErrorCode.UNKNOWN, what + ": " + Addresses.reason(cause), cause);
  }

  @SuppressWarnings("unchecked") // the map pairs each option with a value of its type
  private static void option(Bootstrap bootstrap, ChannelOption<?> option, Object value) {
    bootstrap.option((ChannelOption<Object>) option, value);
  }

  @SuppressWarnings("unchecked") // as above
  private static void childOption(
      ServerBootstrap bootstrap, ChannelOption<?> option, Object value) {
    bootstrap.childOption((ChannelOption<Object>) option, value);
  }
}
