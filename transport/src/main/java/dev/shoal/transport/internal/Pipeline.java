package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.internal.limits.AddressShare;
import dev.shoal.transport.internal.limits.AddressTable;
import dev.shoal.transport.internal.limits.Handshakes;
import dev.shoal.transport.internal.limits.Meter;
import dev.shoal.transport.internal.limits.RefusalCounts;
import dev.shoal.transport.internal.tls.TlsContexts;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the pipeline of every connection, and is the only place that does:
 *
 * <pre>
 *   socket - [edge - records - tls - guard -] flushes - idle - decoder - [regions -] encoder - hello - router
 * </pre>
 *
 * <p>What is in brackets is there only when the connection is encrypted.
 */
public final class Pipeline {
  private static final int SMALL_READ = 2 * 1024;
  private static final int FIRST_READ = 16 * 1024;
  private static final int FLUSH_AFTER = 256;

  /**
   * Bytes that the kernel takes beyond what the network does. Everything else waits on this side,
   * where news and answers get past the bodies: on a slow line megabytes in the kernel would be
   * seconds.
   */
  private static final int MOST_UNSENT = 64 * 1024;

  private final TransportConfig config;
  private final Connections connections;
  private final @Nullable TlsContexts tls;
  private final Executor handshakeWorker;
  private final boolean requireTls;
  private final AddressTable addresses;
  private final Refusals refusals = new Refusals();
  private final SendTurns turns = new SendTurns();
  private final SendBudget encryptedBodies;
  private final Handshakes handshakes;
  private final RefusalCounts refusalCounts = new RefusalCounts();
  private final long instance;
  private final LongSupplier nanoClock;

  /** Of connections without TLS. */
  public Pipeline(
      TransportConfig config, Connections connections, long instance, LongSupplier nanoClock) {
    this(config, connections, null, Runnable::run, false, instance, nanoClock);
  }

  /**
   * @param connections where each is entered
   * @param tls encrypts; null: nothing is encrypted
   * @param handshakeWorker computes handshakes
   * @param requireTls whether accepted connections without TLS are refused
   * @param instance random per endpoint, by which a connection to oneself is noticed
   * @param nanoClock by which what arrives is measured
   */
  public Pipeline(
      TransportConfig config,
      Connections connections,
      @Nullable TlsContexts tls,
      Executor handshakeWorker,
      boolean requireTls,
      long instance,
      LongSupplier nanoClock) {
    this.config = config;
    this.connections = connections;
    this.tls = tls;
    this.handshakeWorker = handshakeWorker;
    this.requireTls = requireTls;
    this.addresses = new AddressTable(config.limits(), nanoClock);
    this.handshakes = new Handshakes(config.limits(), nanoClock);
    this.encryptedBodies = new SendBudget(config.encryptedMemory());
    this.instance = instance;
    this.nanoClock = nanoClock;
  }

  /** Counts what was refused. */
  public RefusalCounts refusalCounts() {
    return refusalCounts;
  }

  /** The socket options of every connection. */
  public Map<ChannelOption<?>, Object> options(TransportKind kind) {
    int largest = Math.max(FIRST_READ, config.receiveBuffer());
    Map<ChannelOption<?>, Object> options = new HashMap<>();
    options.put(ChannelOption.TCP_NODELAY, true);
    options.put(ChannelOption.ALLOCATOR, config.allocator());
    options.put(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(config.sendWindow()));
    options.put(
        ChannelOption.RECVBUF_ALLOCATOR,
        new AdaptiveRecvByteBufAllocator(SMALL_READ, FIRST_READ, largest));
    if (kind == TransportKind.EPOLL) {
      options.put(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) MOST_UNSENT);
    }
    return options;
  }

  /**
   * Bodies from memory count, and the send window limits those. By themselves they must not stop
   * this side from reading: two sides that send each other bodies would wait forever.
   */
  private WriteBufferWaterMark waterMark(int window) {
    return new WriteBufferWaterMark(
        window + config.sendBacklog() / 4, window + config.sendBacklog());
  }

  /**
   * Makes a connected channel a connection, unless it was accepted and there is no room for it. On
   * the channel's event loop.
   *
   * @param handlers makes the application's handler
   * @param verifier decides who is to be at the other end of a connection that is dialled by TLS;
   *     null for others
   * @return null if it was turned away
   */
  @Nullable NettyConnection assemble(
      Channel channel,
      Greeting own,
      Supplier<? extends ConnectionHandler> handlers,
      @Nullable PeerVerifier verifier) {
    boolean accepted = channel.parent() != null;
    if (accepted && connections.isFull()) {
      turnAway(channel, Connections.full());
      return null;
    }
    TrafficLimits limits = config.limits();
    InetAddress host = Addresses.normalised(channel.remoteAddress()).getAddress();
    AddressShare share = addresses.enter(host, accepted);
    if (share == null) {
      turnAway(channel, tooManyOfOne());
      return null;
    }
    channel.closeFuture().addListener(closed -> addresses.leave(share, accepted));
    Meter meter =
        limits.appliesTo(host)
            ? new Meter(limits, share, refusalCounts, nanoClock.getAsLong())
            : Meter.unlimited();
    ReceiveCap cap = new ReceiveCap(channel.config().getRecvByteBufAllocator());
    channel.config().setRecvByteBufAllocator(cap);
    Intake intake = new Intake(limits, meter, cap, config.idleTimeout().dividedBy(2), nanoClock);
    FrameDecoder decoder = new FrameDecoder(intake);
    NettyConnection connection =
        new NettyConnection(channel, config, handlers.get(), decoder, intake, turns);
    boolean undecided = verifier != null || (accepted && tls != null);
    fill(channel, connection, decoder, Hellos.write(own, instance), !undecided);
    if (verifier != null) {
      channel.pipeline().addFirst("answer", new PlainAnswer(connection.ending()));
      encrypt(
          channel.pipeline().context("answer"),
          contexts().dialling(channel.alloc(), handshakeWorker),
          connection,
          verifier);
    } else if (undecided) {
      channel
          .pipeline()
          .addFirst(
              "entrance",
              new Entrance(connection.ending(), requireTls, ctx -> accept(ctx, connection, share)));
    }
    try {
      connections.add(connection);
      channel.closeFuture().addListener(closed -> connections.remove(connection));
    } catch (ProtocolException e) {
      connection.ending().fail(e);
    }
    return connection;
  }

  private void turnAway(Channel channel, ProtocolException why) {
    refusalCounts.connection();
    refusals.refuse(channel, why);
  }

  private ProtocolException tooManyOfOne() {
    return new ProtocolException(
        ErrorCode.LIMIT_EXCEEDED,
        "your address has "
            + config.limits().connectionsPerAddress()
            + " connections already, the most allowed here");
  }

  private void fill(
      Channel channel, NettyConnection connection, FrameDecoder decoder, Hello own, boolean open) {
    channel
        .pipeline()
        .addLast("flushes", new FlushConsolidationHandler(FLUSH_AFTER, true))
        .addLast(
            "idle",
            new IdleStateHandler(config.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
        .addLast("decoder", decoder)
        .addLast("encoder", FrameEncoder.INSTANCE)
        .addLast("hello", new HelloHandler(connection, own, config.helloTimeout().toMillis(), open))
        .addLast("router", connection.router());
  }

  private TlsContexts contexts() {
    return Objects.requireNonNull(tls, "TLS without an identity");
  }

  /** Begins TLS with somebody who dialled; false if there are too many handshakes. */
  private boolean accept(
      ChannelHandlerContext before, NettyConnection connection, AddressShare share) {
    if (!handshakes.begin(share)) {
      refusalCounts.connection();
      return false;
    }
    AtomicBoolean open = new AtomicBoolean(true);
    Runnable end =
        () -> {
          if (open.getAndSet(false)) {
            handshakes.end(share);
          }
        };
    try {
      SslHandler handler = contexts().accepting(before.alloc(), handshakeWorker);
      handler.handshakeFuture().addListener(done -> end.run());
      encrypt(before, handler, connection, PeerVerifier.anybody());
      return true;
    } catch (RuntimeException | Error e) { // want of direct memory is an Error
      end.run();
      throw e;
    }
  }

  /** Has everything behind a handler encrypted. */
  private void encrypt(
      ChannelHandlerContext before,
      SslHandler handler,
      NettyConnection connection,
      PeerVerifier verifier) {
    RecordCounter records = new RecordCounter();
    connection.encrypted(records, encryptedBodies);
    before.channel().config().setWriteBufferWaterMark(waterMark(config.encryptedWindow()));
    before
        .pipeline()
        .addBefore("encoder", "regions", RegionReader.INSTANCE)
        .addAfter(before.name(), "guard", new TlsGuard(connection, handler, verifier))
        .addAfter(before.name(), "tls", handler)
        .addAfter(before.name(), "records", records)
        .addAfter(before.name(), "edge", connection.edge(handler));
  }
}
