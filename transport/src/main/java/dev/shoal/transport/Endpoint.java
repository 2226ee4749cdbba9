package dev.shoal.transport;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.internal.Addresses;
import dev.shoal.transport.internal.Assembler;
import dev.shoal.transport.internal.Connections;
import dev.shoal.transport.internal.Pipeline;
import dev.shoal.transport.internal.tls.HandshakeThreads;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Listens and dials: the one place where connections come from.
 *
 * <p>Thread-safe. Works on event loops that stay the caller's; {@link #close()} ends what was made
 * on them and leaves the loops running. Loops that are shut down first may leave sockets open.
 */
public final class Endpoint {
  private static final int BACKLOG = 1024;

  private final EventLoopGroup loops;
  private final TransportKind kind;
  private final TransportConfig config;
  private final Security security;
  private final Connections connections;
  private final HandshakeThreads handshakeThreads = new HandshakeThreads();
  private final Pipeline pipeline;

  /** Listening sockets, and those being connected; closes what is added after it was closed. */
  private final ChannelGroup sockets =
      new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

  private final AtomicReference<Greeting> greeting;

  /** An endpoint without TLS; see {@link Security#plainOnly()}. */
  public Endpoint(EventLoopGroup loops, TransportConfig config, Greeting greeting) {
    this(loops, config, greeting, Security.plainOnly());
  }

  /**
   * An endpoint that neither listens nor dials yet.
   *
   * @param loops of a {@link TransportKind}
   * @param config limits of all connections
   * @param greeting what this side says of itself
   * @param security by what it proves who it is
   * @throws IllegalArgumentException if the greeting's peer id is not that of the identity
   */
  public Endpoint(
      EventLoopGroup loops, TransportConfig config, Greeting greeting, Security security) {
    this.loops = loops;
    this.kind = TransportKind.of(loops);
    this.config = config;
    this.greeting = new AtomicReference<>(greeting);
    this.security = security;
    if (security.identity().stream().anyMatch(own -> !own.peerId().equals(greeting.peerId()))) {
      throw new IllegalArgumentException("the greeting names another node than the identity");
    }
    this.connections = new Connections(config.maxConnections());
    this.pipeline =
        new Pipeline(
            config,
            connections,
            security.contexts(),
            handshakeThreads,
            security.requiresTls(),
            new SecureRandom().nextLong(),
            System::nanoTime);
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
    if (address.isUnresolved()) {
      return CompletableFuture.failedFuture(unknownHost(address));
    }
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(kind.serverChannelType())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(new Assembler(pipeline, greeting::get, handlers));
    pipeline.options(kind).forEach((option, value) -> childOption(bootstrap, option, value));
    CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
    ChannelFuture binding = bootstrap.bind(Addresses.dualStack(address));
    sockets.add(binding.channel());
    binding.addListener(
        done -> {
          if (done.isSuccess()) {
            InetSocketAddress local = Addresses.normalised(binding.channel().localAddress());
            greeting.updateAndGet(own -> own.withListenPort(local.getPort()));
            bound.complete(local);
          } else {
            bound.completeExceptionally(
                unreachable("cannot listen on " + Addresses.text(address), done.cause()));
          }
        });
    return bound;
  }

  /**
   * Makes a connection without TLS and exchanges greetings.
   *
   * @param remote where to
   * @param from local address to dial from, or null for any
   * @param handler of the connection
   * @return the established connection; fails with {@link TransportException.Unreachable}
   */
  public CompletableFuture<Connection> dial(
      InetSocketAddress remote, @Nullable InetAddress from, ConnectionHandler handler) {
    return connect(remote, from, new Assembler(pipeline, greeting::get, () -> handler));
  }

  /**
   * Makes a connection by TLS, has it verified who is there, and exchanges greetings.
   *
   * @param remote where to
   * @param from local address to dial from, or null for any
   * @param verifier decides whether it is the one that was meant
   * @param handler of the connection
   * @return the established connection, whose {@link Connection#authenticatedPeer()} is present;
   *     fails with {@link TransportException.Unreachable} or {@link TransportException.Untrusted}
   */
  public CompletableFuture<Connection> dial(
      InetSocketAddress remote,
      @Nullable InetAddress from,
      PeerVerifier verifier,
      ConnectionHandler handler) {
    if (security.contexts() == null) {
      return CompletableFuture.failedFuture(
          new TransportException.Untrusted("this side has no identity to prove by TLS", null));
    }
    return connect(remote, from, new Assembler(pipeline, greeting::get, () -> handler, verifier));
  }

  private CompletableFuture<Connection> connect(
      InetSocketAddress remote, @Nullable InetAddress from, Assembler assembler) {
    if (remote.isUnresolved()) {
      return CompletableFuture.failedFuture(unknownHost(remote));
    }
    if (connections.isClosed()) {
      return CompletableFuture.failedFuture(notReached(remote, null));
    }
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(kind.channelType())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.connectTimeout().toMillis())
            .handler(assembler);
    pipeline.options(kind).forEach((option, value) -> option(bootstrap, option, value));
    ChannelFuture connecting =
        bootstrap.connect(remote, from == null ? null : new InetSocketAddress(from, 0));
    sockets.add(connecting.channel());
    CompletableFuture<Connection> ready = assembler.ready();
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            sockets.remove(connecting.channel()); // from now on among the connections
          } else {
            ready.completeExceptionally(notReached(remote, done.cause()));
          }
        });
    connecting
        .channel()
        .closeFuture()
        .addListener(
            closed -> {
              if (!connecting.isSuccess()) {
                ready.completeExceptionally(notReached(remote, connecting.cause()));
              }
            });
    return ready;
  }

  /** Connections that are open or being greeted. */
  public int connectionCount() {
    return connections.count();
  }

  /** Connections turned away so far because there were too many. */
  public long refusedConnections() {
    return pipeline.refusalCounts().connections();
  }

  /** Requests refused so far because they were too many or came too fast. */
  public long refusedRequests() {
    return pipeline.refusalCounts().requests();
  }

  /**
   * Stops listening, then closes every connection gracefully.
   *
   * @return completes when all sockets are closed, and all threads of this endpoint's own are done
   */
  public CompletableFuture<Void> close() {
    Stream<CompletableFuture<Void>> connectionsClosed =
        connections.close().stream().map(Connection::close);
    CompletableFuture<Void> socketsClosed = new CompletableFuture<>();
    sockets.close().addListener(done -> socketsClosed.complete(null));
    return CompletableFuture.allOf(
            Stream.concat(connectionsClosed, Stream.of(socketsClosed))
                .toArray(CompletableFuture[]::new))
        .thenCompose(closed -> handshakeThreads.close());
  }

  private static TransportException unknownHost(InetSocketAddress address) {
    return new TransportException.Unreachable(
        ErrorCode.UNKNOWN, "host " + address.getHostString() + " is not known", null);
  }

  /** Why there is no connection; no cause means that this endpoint was closed meanwhile. */
  private TransportException notReached(InetSocketAddress remote, @Nullable Throwable cause) {
    return cause == null || connections.isClosed()
        ? new TransportException.Unreachable(
            ErrorCode.SHUTTING_DOWN, "this side is shutting down", cause)
        : unreachable("cannot reach " + Addresses.text(remote), cause);
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
