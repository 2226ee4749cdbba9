package dev.shoal.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.Endpoint;
import dev.shoal.transport.Greeting;
import dev.shoal.transport.Identity;
import dev.shoal.transport.Security;
import dev.shoal.transport.TransportConfig;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Nodes with keys of their own, on one loop, that connect to trackers by TLS or plain. */
final class TestNodes {
  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "test-nodes");
  private final List<Endpoint> endpoints = new ArrayList<>();

  /** A node with a new key. */
  Endpoint node() {
    Identity identity = Identity.generate();
    Endpoint endpoint =
        new Endpoint(
            loops,
            TransportConfig.defaults(),
            Greeting.of(Role.ROLE_PEER, identity.peerId(), "test"),
            Security.of(identity).build());
    endpoints.add(endpoint);
    return endpoint;
  }

  /** A new node's connection by TLS. */
  TestPeer connect(TrackerServer tracker) {
    return TestPeer.connectByTls(node(), tracker);
  }

  /** A new node's plain connection. */
  TestPeer connectPlain(TrackerServer tracker) {
    return TestPeer.connect(node(), InetAddress.getLoopbackAddress(), tracker.address().getPort());
  }

  /** Closes all their connections. */
  void close() throws Exception {
    for (Endpoint endpoint : endpoints) {
      endpoint.close().get(20, SECONDS);
    }
    loops.shutdownGracefully(0, 5, SECONDS).get(20, SECONDS);
  }
}
