package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a connection is made, and why it sometimes is not. */
@OnEveryTransport
class HandshakeIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Way way;

  HandshakeIT(Way way) {
    this.way = way;
  }

  @Test
  void shouldExchangeGreetingsWhenDialled() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection there = client.dial(server);
      Connection here = Await.result(server.onlyAccepted().ready);
      assertThat(there.remote())
          .isEqualTo(server.greeting.withListenPort(server.address().getPort()));
      assertThat(here.remote()).isEqualTo(client.greeting);
      assertThat(here.remoteAddress()).isEqualTo(there.localAddress());
      assertThat(there.remoteAddress()).isEqualTo(server.address());
      assertThat(there.isOpen()).isTrue();
      assertThat(there.handshakeMillis()).isBetween(0L, 5000L);
      assertThat(client.endpoint.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void shouldNotConnectToItself() {
    try (TestNode node = TestNode.of(way).listening(request -> {})) {
      TransportException failure = Await.failure(node.tryDial(node.address()));
      assertThat(failure).isInstanceOf(TransportException.Unreachable.class);
      assertThat(failure.code()).isEqualTo(ErrorCode.SELF_CONNECTION);
    }
  }

  @Test
  void shouldSayWhyWhenVersionsDoNotMatch() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server)) {
      peer.send(FrameKind.HELLO, 0, RawPeer.hello().setMinVersion(7).setMaxVersion(9).build());
      RawPeer.Frame error = peer.read(FrameKind.ERROR);
      assertThat(error.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
      assertThat(error.error().getMessage())
          .isEqualTo("this side speaks versions 1 to 1, the other 7 to 9");
      peer.awaitEnd();
      assertThat(server.onlyAccepted().ready).isNotDone();
    }
  }

  @Test
  void shouldFailTheDialWhenTheOtherSideRefuses() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK);
        TestNode client = TestNode.of(way)) {
      CompletableFuture<Connection> dialled = client.tryDial(RawPeer.address(listener));
      try (RawPeer peer = RawPeer.accept(listener, way)) {
        Error error =
            Error.newBuilder()
                .setCode(ErrorCode.DENIED.number())
                .setMessage("go away\u001b[31m")
                .build();
        peer.send(FrameKind.ERROR, 0, error);
        TransportException failure = Await.failure(dialled);
        assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
        assertThat(failure).hasMessage("closed by the other side: go away\uFFFD[31m");
      }
    }
  }

  @Test
  void shouldRefuseAHelloWithoutTheMagicNumber() throws IOException {
    assertRefused(RawPeer.hello().setMagic(1).build(), ErrorCode.PROTOCOL_VIOLATION);
  }

  @Test
  void shouldRefuseAHelloWithoutAPeerId() throws IOException {
    assertRefused(RawPeer.hello().clearPeerId().build(), ErrorCode.BAD_REQUEST);
  }

  private void assertRefused(Hello hello, ErrorCode code) throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server)) {
      peer.send(FrameKind.HELLO, 0, hello);
      peer.send(FrameKind.HELLO, 0, RawPeer.hello().build()); // too late to mend it
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(code);
      peer.awaitEnd();
      assertThat(server.onlyAccepted().ready).isNotDone();
    }
  }

  @Test
  void shouldRefuseAnyFrameBeforeTheHello() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server)) {
      peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      peer.awaitEnd();
    }
  }

  @Test
  void shouldEndTheConnectionWhenASecondHelloComes() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      peer.send(FrameKind.HELLO, 0, RawPeer.hello().build());
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      peer.awaitEnd();
    }
  }

  @Test
  void shouldSayThatItIsNotShoalWhenHttpAnswers() throws IOException {
    assertNotShoal("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void shouldSayThatItIsNotShoalWhenRandomBytesCome() throws IOException {
    byte[] garbage = new byte[10_000];
    new Random(3).nextBytes(garbage);
    garbage[0] = 0x7F;
    assertNotShoal(garbage);
  }

  private void assertNotShoal(byte[] bytes) throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK);
        TestNode client = TestNode.of(way)) {
      CompletableFuture<Connection> dialled = client.tryDial(RawPeer.address(listener));
      try (RawPeer peer = RawPeer.accept(listener, way)) {
        peer.send(bytes);
        TransportException failure = Await.failure(dialled);
        assertThat(failure).isInstanceOf(TransportException.Unreachable.class);
        assertThat(failure).hasMessage("the other side does not speak Shoal's protocol");
      }
    }
  }

  @Test
  void shouldTurnAnHttpClientAwayAndStayAlive() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way);
        RawPeer browser = RawPeer.dial(server)) {
      browser.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      browser.awaitEnd();
      assertThat(client.dial(server).isOpen()).isTrue();
    }
  }

  @Test
  void shouldGiveUpWhenNoGreetingComes() throws IOException {
    var hasty = TransportConfig.builder().helloTimeout(Duration.ofMillis(100));
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK);
        TestNode client = TestNode.of(way, hasty)) {
      TransportException failure = Await.failure(client.tryDial(RawPeer.address(listener)));
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(failure).hasMessage("no greeting came within 100 ms");
    }
  }

  @Test
  void shouldCloseAnAcceptedConnectionWhenNoGreetingComes() throws IOException {
    var hasty = TransportConfig.builder().helloTimeout(Duration.ofSeconds(1));
    try (TestNode server = TestNode.of(way, hasty).listening(request -> {});
        RawPeer peer = RawPeer.dial(server)) {
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.TIMED_OUT);
      peer.awaitEnd();
      Await.until("it is forgotten", () -> server.endpoint.connectionCount() == 0);
    }
  }

  @Test
  void shouldFailTheDialWhenTheOtherSideHangsUp() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK);
        TestNode client = TestNode.of(way)) {
      CompletableFuture<Connection> dialled = client.tryDial(RawPeer.address(listener));
      RawPeer.accept(listener, way).close();
      assertThat(Await.failure(dialled)).isInstanceOf(TransportException.Unreachable.class);
    }
  }

  @Test
  void shouldSayWhatCouldNotBeReachedWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
      port = listener.getLocalPort();
    }
    try (TestNode client = TestNode.of(way)) {
      TransportException failure = Await.failure(client.tryDial(at("127.0.0.1", port)));
      assertThat(failure).isInstanceOf(TransportException.Unreachable.class);
      assertThat(failure).hasMessage("cannot reach 127.0.0.1:" + port + ": Connection refused");
    }
  }

  @Test
  void shouldSayThatAHostIsNotKnown() {
    InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    try (TestNode node = TestNode.of(way)) {
      assertThat(Await.failure(node.tryDial(nowhere)))
          .hasMessage("host nowhere.invalid is not known");
      assertThat(Await.failure(node.endpoint.listen(nowhere, RecordingHandler::new)))
          .hasMessage("host nowhere.invalid is not known");
    }
  }

  @Test
  void shouldSayThatAPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK);
        TestNode node = TestNode.of(way)) {
      assertThat(Await.failure(node.endpoint.listen(RawPeer.address(taken), RecordingHandler::new)))
          .hasMessage(
              "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": Address already in use");
    }
  }

  @Test
  void shouldRefuseConnectionsAboveTheLimit() {
    try (TestNode server =
            TestNode.of(way, TransportConfig.builder().maxConnections(2)).listening(r -> {});
        TestNode client = TestNode.of(way)) {
      Connection first = client.dial(server);
      client.dial(server);
      TransportException failure = Await.failure(client.tryDial(server.address()));
      assertThat(failure.code()).isEqualTo(ErrorCode.BUSY);
      assertThat(failure)
          .hasMessage("closed by the other side: too many connections; try again later");

      Await.result(first.close());
      Await.until("there is room again", () -> server.endpoint.connectionCount() < 2);
      assertThat(client.dial(server).isOpen()).isTrue();
    }
  }

  @Test
  void shouldFailTheDialWhenTheEndpointIsClosed() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Await.result(client.endpoint.close());
      assertThat(Await.failure(client.tryDial(server.address())))
          .isInstanceOf(TransportException.Unreachable.class);
    }
  }

  @Test
  void shouldAcceptBothFamiliesWhenBoundToTheWildcard() throws IOException {
    try (TestNode server =
            TestNode.of(way).listening(new InetSocketAddress("0.0.0.0", 0), request -> {});
        TestNode client = TestNode.of(way)) {
      int port = server.address().getPort();
      Connection v4 = Await.result(client.tryDial(at("127.0.0.1", port)));
      assertThat(server.accepted).hasSize(1);
      Connection accepted = Await.result(server.accepted.get(0).ready);
      assertThat(accepted.remoteAddress()).isEqualTo(v4.localAddress());
      assertThat(accepted.localAddress()).isEqualTo(at("127.0.0.1", port));

      Connection v6 = Await.result(client.tryDial(at("::1", port)));
      assertThat(Await.result(server.accepted.get(1).ready).remoteAddress())
          .isEqualTo(v6.localAddress());
      assertThat(v6.remoteAddress()).isEqualTo(at("::1", port));
    }
  }

  @Test
  void shouldDialFromAGivenAddress() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      InetAddress from = InetAddress.getByName("127.0.0.2");
      Connection connection =
          Await.result(client.endpoint.dial(server.address(), from, new RecordingHandler()));
      assertThat(connection.localAddress().getAddress()).isEqualTo(from);
      Connection accepted = Await.result(server.onlyAccepted().ready);
      assertThat(accepted.remoteAddress().getAddress()).isEqualTo(from);
    }
  }

  @Test
  void shouldTakeTrackersAndPeersApart() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server)) {
      Hello hello = RawPeer.hello().setRole(Role.ROLE_TRACKER).setAgent("t/2").build();
      peer.send(FrameKind.HELLO, 0, hello);
      assertThat(Await.result(server.onlyAccepted().ready).remote())
          .isEqualTo(Greeting.of(Role.ROLE_TRACKER, RawPeer.IDENTITY.peerId(), "t/2"));
    }
  }

  @Test
  void shouldCloseTheSocketWhenNoHandlerCanBeMade() throws IOException {
    try (TestNode server = TestNode.of(way)) {
      InetSocketAddress address =
          Await.result(
              server.endpoint.listen(
                  new InetSocketAddress(LOOPBACK, 0),
                  () -> {
                    throw new IllegalStateException("no handler today");
                  }));
      try (TestNode client = TestNode.of(way)) {
        assertThat(Await.failure(client.tryDial(address)))
            .isInstanceOf(TransportException.Unreachable.class);
      }
    }
  }

  @Test
  void shouldEndTheConnectionWhenTheHandlerFailsOnReady() {
    RecordingHandler failing =
        new RecordingHandler() {
          @Override
          public void onReady(Connection connection) {
            throw new IllegalStateException("not today");
          }
        };
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server, failing);
      assertThat(connection.isOpen()).isFalse();
      assertThat(Await.result(failing.closed))
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> assertThat(why.code()).isEqualTo(ErrorCode.INTERNAL));
    }
  }

  private static InetSocketAddress at(String host, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }
}
