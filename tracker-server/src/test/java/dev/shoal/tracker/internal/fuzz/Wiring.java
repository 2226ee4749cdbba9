package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.internal.Assembler;
import dev.shoal.transport.internal.Connections;
import dev.shoal.transport.internal.Pipeline;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Connections to a tracker without sockets, through the pipeline that real ones have. Time stands
 * still but for {@link #pass}, and every buffer is accounted for.
 */
final class Wiring implements AutoCloseable {
  /** Where peers connect from, one of them the tracker's own machine. */
  static final List<String> HOSTS =
      List.of("192.0.2.1", "192.0.2.2", "2001:db8::1", "127.0.0.1", "::1", "198.51.100.1");

  private static final String OWN_HOST = "198.51.100.1";
  private static final int PORT = 7070;
  private static final TrafficLimits TIGHT =
      TrafficLimits.builder()
          .connectionsPerAddress(2)
          .requestsPerConnection(20)
          .requestsPerAddress(30)
          .bytesPerConnection(64 << 10)
          .bytesPerAddress(96 << 10)
          .build();

  private final MockTicker ticker = Ticker.newMockTicker();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final Connections connections;
  private final Pipeline pipeline;
  private final FuzzedChannel home;

  /**
   * @param connections at most
   * @param limited whether peers have to keep to tight limits
   */
  Wiring(int connections, boolean limited) {
    this.connections = new Connections(connections);
    TransportConfig config =
        TransportConfig.builder()
            .allocator(allocator)
            .sliceSize(4096)
            .sendWindow(4096)
            .maxRequests(8)
            .limits(limited ? TIGHT : TrafficLimits.defaults())
            .build();
    pipeline = new Pipeline(config, this.connections, 1, ticker::nanoTime);
    InetSocketAddress own = new InetSocketAddress(address(OWN_HOST), PORT);
    home = new FuzzedChannel(null, ticker, own, own, new ChannelInboundHandlerAdapter());
    register(home);
  }

  Ticker ticker() {
    return ticker;
  }

  /** The tracker's own loop. */
  EventLoop loop() {
    return home.eventLoop();
  }

  /** Connects to the tracker from one of the hosts. */
  Peer connect(int host, Supplier<ConnectionHandler> handlers, Knowledge knowledge) {
    InetAddress from = address(HOSTS.get(host % HOSTS.size()));
    InetSocketAddress remote = new InetSocketAddress(from, 40_000 + host);
    InetSocketAddress local =
        new InetSocketAddress(from.isLoopbackAddress() ? from : address(OWN_HOST), PORT);
    Greeting greeting =
        Greeting.of(Role.ROLE_TRACKER, PeerId.fromBytes(new byte[PeerId.LENGTH]), "fuzzed");
    Assembler assembler = new Assembler(pipeline, () -> greeting, handlers);
    FuzzedChannel channel = new FuzzedChannel(home, ticker, local, remote, assembler);
    channel.config().setAllocator(allocator);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1024, 4096));
    Peer peer = new Peer(channel, allocator, knowledge);
    register(channel);
    peer.run();
    return peer;
  }

  /** Lets time pass. */
  void pass(long millis) {
    ticker.advanceMillis(millis);
    home.runPendingTasks();
  }

  /** Does what the tracker's loop has to do now. */
  void runLoop() {
    home.runPendingTasks();
  }

  /** Requires that nothing is left once every connection is closed. */
  void requireNothingLeft() {
    home.checkException();
    if (connections.count() != 0) {
      throw new AssertionError(connections.count() + " connections are not forgotten");
    }
    if (allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory() != 0) {
      throw new AssertionError("buffers that were never released: " + allocator.metric());
    }
  }

  private static void register(FuzzedChannel channel) {
    try {
      channel.register();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** All of them are numbers, which nobody has to look up. */
  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    home.close();
  }
}
