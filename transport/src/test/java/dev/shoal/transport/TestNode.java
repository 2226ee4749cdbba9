package dev.shoal.transport;

import dev.shoal.protocol.wire.Role;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An endpoint on event loops of its own that keeps the handlers of all its connections. */
final class TestNode implements AutoCloseable {
  final EventLoopGroup loops;
  final Endpoint endpoint;
  final Greeting greeting;
  final Way way;
  final Identity identity = Identity.generate();
  final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();
  private @Nullable InetSocketAddress address;

  private TestNode(Way way, TransportConfig config) {
    this.way = way;
    greeting = Greeting.of(Role.ROLE_PEER, identity.peerId(), "test/1");
    loops = way.transport().newGroup(1, "test-" + way);
    TlsProvider provider = way.tls() == null ? TlsProvider.AUTO : way.tls();
    endpoint =
        new Endpoint(loops, config, greeting, Security.of(identity).provider(provider).build());
  }

  /** With short timeouts where they cost nothing. */
  static TestNode of(Way way) {
    return of(way, TransportConfig.builder());
  }

  static TestNode of(Way way, TransportConfig.Builder config) {
    return new TestNode(way, config.build());
  }

  /** Listens on IPv4 loopback; every connection's requests go to the answerer. */
  TestNode listening(Consumer<Request> answerer) {
    return listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), answerer);
  }

  TestNode listening(InetSocketAddress on, Consumer<Request> answerer) {
    address =
        Await.result(
            endpoint.listen(
                on,
                () -> {
                  RecordingHandler handler = new RecordingHandler(answerer);
                  accepted.add(handler);
                  return handler;
                }));
    return this;
  }

  /** Where this node listens. */
  InetSocketAddress address() {
    if (address == null) {
      throw new IllegalStateException("does not listen");
    }
    return address;
  }

  /** The handler of the only connection accepted so far. */
  RecordingHandler onlyAccepted() {
    Await.until("a connection is accepted", () -> !accepted.isEmpty());
    if (accepted.size() > 1) {
      throw new AssertionError(accepted.size() + " connections were accepted");
    }
    return accepted.get(0);
  }

  Connection dial(TestNode other) {
    return dial(other, new RecordingHandler());
  }

  Connection dial(TestNode other, ConnectionHandler handler) {
    return Await.result(tryDial(other.address(), handler));
  }

  /** So many connections. */
  List<Connection> dials(TestNode other, int count) {
    return Stream.generate(() -> dial(other)).limit(count).toList();
  }

  CompletableFuture<Connection> tryDial(InetSocketAddress remote) {
    return tryDial(remote, new RecordingHandler());
  }

  CompletableFuture<Connection> tryDial(InetSocketAddress remote, ConnectionHandler handler) {
    return way.isEncrypted()
        ? endpoint.dial(remote, null, PeerVerifier.anybody(), handler)
        : endpoint.dial(remote, null, handler);
  }

  @Override
  public void close() {
    Await.result(endpoint.close());
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
