package dev.shoal.benchmarks.flood;

import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Connection;
import dev.shoal.transport.ConnectionHandler;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.PeerVerifier;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A node with a key of its own that connects to the tracker, as often as it likes. */
final class Caller {
  private final InetSocketAddress tracker;
  private final @Nullable InetAddress from;
  private final Endpoint endpoint;

  /**
   * With a new key.
   *
   * @param from the local address to connect from; null: the system's choice
   */
  Caller(EventLoop loop, InetSocketAddress tracker, @Nullable InetAddress from) {
    this.tracker = tracker;
    this.from = from;
    Identity identity = Identity.generate();
    this.endpoint =
        new Endpoint(
            loop,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_PEER, identity.peerId(), "shoal-bench"),
            Security.of(identity).build());
  }

  /** Where a tracker of this machine is, by IPv4: guessers need that to have many addresses. */
  static InetSocketAddress tracker(int port) throws UnknownHostException {
    byte[] loopback = {127, 0, 0, 1};
    return new InetSocketAddress(InetAddress.getByAddress(loopback), port);
  }

  /** Connects without TLS. */
  CompletableFuture<Connection> dialPlain(ConnectionHandler handler) {
    return endpoint.dial(tracker, from, handler);
  }

  /** Connects by TLS. */
  CompletableFuture<Connection> dialTls(ConnectionHandler handler) {
    return endpoint.dial(tracker, from, PeerVerifier.anybody(), handler);
  }

  /** Ends its connections. */
  CompletableFuture<Void> close() {
    return endpoint.close();
  }
}
