package dev.shoal.tracker;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.shoal.protocol.PeerId;
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
    return node(Identity.generate());
  }

  /** A node with that key. */
  Endpoint node(Identity identity) {
    return endpoint(identity.peerId(), Security.of(identity).build());
  }

  /** A node that can prove nothing and says that it is that one. */
  Endpoint claiming(PeerId name) {
    return endpoint(name, Security.plainOnly());
  }

  private Endpoint endpoint(PeerId name, Security security) {
    Greeting greeting = Greeting.of(Role.ROLE_PEER, name, "test");
    Endpoint endpoint = new Endpoint(loops, TransportConfig.defaults(), greeting, security);
    endpoints.add(endpoint);
    return endpoint;
  }

  /** A new node's connection by TLS. */
  TestPeer connect(TrackerServer tracker) {
    return TestPeer.connectByTls(node(), tracker);
  }

  /** A new node's plain connection. */
  TestPeer connectPlain(TrackerServer tracker) {
    return connectPlain(node(), tracker);
  }

  /** A node's plain connection. */
  static TestPeer connectPlain(Endpoint node, TrackerServer tracker) {
    return TestPeer.connect(node, InetAddress.getLoopbackAddress(), tracker.address().getPort());
  }

  /** Closes all their connections. */
  void close() throws Exception {
    for (Endpoint endpoint : endpoints) {
      endpoint.close().get(20, SECONDS);
    }
    loops.shutdownGracefully(0, 5, SECONDS).get(20, SECONDS);
  }
}
