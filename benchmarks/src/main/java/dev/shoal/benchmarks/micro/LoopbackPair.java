package dev.shoal.benchmarks.micro;

import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.SharedChannel;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A seeder of one file and a leecher connected to it, each with an event loop of its own. */
final class LoopbackPair implements AutoCloseable {
  private final SharedChannel file;
  private final EventLoopGroup seederLoop;
  private final EventLoopGroup leecherLoop;
  private final Endpoint seeder;
  private final Endpoint leecher;
  private final Connection connection;

  private LoopbackPair(TransportKind kind, SharedChannel file, ChunkLayout layout) {
    this.file = file;
    seederLoop = kind.newGroup(1, "seeder");
    leecherLoop = kind.newGroup(1, "leecher");
    seeder = new Endpoint(seederLoop, TransportConfig.defaults(), greeting((byte) 1));
    leecher = new Endpoint(leecherLoop, TransportConfig.defaults(), greeting((byte) 2));
    ConnectionHandler serving = new ChunkSource(file, layout);
    InetSocketAddress address =
        seeder
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> serving)
            .join();
    connection = leecher.dial(address, null, (to, request) -> {}).join();
  }

  /** Opens the file, listens and dials; blocks. */
  static LoopbackPair connect(TransportKind kind, Path path, ChunkLayout layout)
      throws IOException {
    return new LoopbackPair(kind, SharedChannel.open(path), layout);
  }

  /** The leecher's side. */
  Connection leecher() {
    return connection;
  }

  @Override
  public void close() {
    leecher.close().join();
    seeder.close().join();
    leecherLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    seederLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    file.release();
  }

  private static Greeting greeting(byte id) {
    byte[] bytes = new byte[PeerId.LENGTH];
    bytes[0] = id;
    return Greeting.of(Role.ROLE_PEER, PeerId.fromBytes(bytes), "shoal-bench");
  }
}
