package dev.shoal.transport.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import dev.shoal.transport.internal.limits.AddressShare;
import dev.shoal.transport.internal.limits.AddressTable;
import dev.shoal.transport.internal.limits.Meter;
import dev.shoal.transport.internal.limits.RefusalCounts;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the pipeline of every connection, and is the only place that does:
 *
 * <pre>
 *   socket - flushes - idle - decoder - encoder - hello - router
 * </pre>
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
  private final AddressTable addresses;
  private final Refusals refusals = new Refusals();
  private final SendTurns turns = new SendTurns();
  private final RefusalCounts refusalCounts = new RefusalCounts();
  private final long instance;
  private final LongSupplier nanoClock;

  /**
   * @param connections where each is entered
   * @param instance random per endpoint, by which a connection to oneself is noticed
   * @param nanoClock by which what arrives is measured
   */
  public Pipeline(
      TransportConfig config, Connections connections, long instance, LongSupplier nanoClock) {
    this.config = config;
    this.connections = connections;
    this.addresses = new AddressTable(config.limits(), nanoClock);
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
    options.put(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark());
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
  private WriteBufferWaterMark waterMark() {
    return new WriteBufferWaterMark(
        config.sendWindow() + config.sendBacklog() / 4, config.sendWindow() + config.sendBacklog());
  }

  /**
   * Makes a connected channel a connection, unless it was accepted and there is no room for it. On
   * the channel's event loop.
   *
   * @param handlers makes the application's handler
   * @return null if it was turned away
   */
  @Nullable NettyConnection assemble(
      Channel channel, Greeting own, Supplier<? extends ConnectionHandler> handlers) {
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
    return assemble(channel, own, handlers.get(), intake);
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

  private NettyConnection assemble(
      Channel channel, Greeting own, ConnectionHandler handler, Intake intake) {
    FrameDecoder decoder = new FrameDecoder(intake);
    NettyConnection connection =
        new NettyConnection(channel, config, handler, decoder, intake, turns);
    channel
        .pipeline()
        .addLast("flushes", new FlushConsolidationHandler(FLUSH_AFTER, true))
        .addLast(
            "idle",
            new IdleStateHandler(config.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
        .addLast("decoder", decoder)
        .addLast("encoder", FrameEncoder.INSTANCE)
        .addLast(
            "hello",
            new HelloHandler(
                connection, Hellos.write(own, instance), config.helloTimeout().toMillis()))
        .addLast("router", connection.router());
    try {
      connections.add(connection);
      channel.closeFuture().addListener(closed -> connections.remove(connection));
    } catch (ProtocolException e) {
      connection.ending().fail(e);
    }
    return connection;
  }
}
