package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Registration;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of those who ask for more than they may, and of those who occupy a connection. */
@OnEveryTransport
class TrafficLimitsIT {
  private static final int RATE = 20;
  private static final Heartbeat BEAT = Heartbeat.newBuilder().setDigest(1).build();

  private final Way way;

  TrafficLimitsIT(Way way) {
    this.way = way;
  }

  @Test
  void shouldRefuseConnectionsOfOneAddressAboveTheLimit() {
    try (TestNode server = server(limits().connectionsPerAddress(2));
        TestNode client = TestNode.of(way)) {
      Connection first = client.dial(server);
      client.dial(server);
      TransportException failure = Await.failure(client.tryDial(server.address()));
      assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
      assertThat(failure)
          .hasMessage(
              "closed by the other side: your address has 2 connections already, the most allowed"
                  + " here");

      Await.result(first.close());
      Await.until("there is room again", () -> server.endpoint.connectionCount() < 2);
      Await.until("it is noticed", () -> isReached(client, server));
    }
  }

  @Test
  void shouldStayUsableWhenManyConnectionsAreRefused() {
    try (TestNode server = server(limits().connectionsPerAddress(1));
        TestNode client = TestNode.of(way, TransportConfig.builder().maxConnections(1000))) {
      Connection first = client.dial(server);
      List<CompletableFuture<Connection>> refused = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        refused.add(client.tryDial(server.address()));
      }
      refused.forEach(Await::failure);
      assertThat(server.accepted).hasSize(1);
      assertThat(Await.result(first.request(FrameKind.HEARTBEAT, BEAT))).isNotNull();
    }
  }

  @Test
  void shouldRefuseRequestsAboveTheRateAndServeLaterOnes() {
    try (TestNode server = server(limits().requestsPerConnection(RATE));
        TestNode client = TestNode.of(way)) {
      refusesAndRecovers(client.dial(server));
    }
  }

  @Test
  void shouldRefuseHotRequestsAboveTheRateAndServeLaterOnes() {
    try (TestNode server = TestNode.of(way, config(limits().requestsPerConnection(RATE)));
        TestNode client = TestNode.of(way)) {
      var address =
          Await.result(
              server.endpoint.listen(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), HotHandler::new));
      refusesAndRecovers(Await.result(client.tryDial(address)));
    }
  }

  @Test
  void shouldCountTheRequestsOfAllConnectionsOfOneAddress() {
    try (TestNode server = server(limits().requestsPerAddress(RATE));
        TestNode client = TestNode.of(way)) {
      Connection one = client.dial(server);
      Connection other = client.dial(server);
      List<CompletableFuture<MessageLite>> answers = ask(one, RATE);
      answers.addAll(ask(other, 3 * RATE));
      assertThat(answers.stream().filter(TrafficLimitsIT::isServed).count())
          .isGreaterThanOrEqualTo(RATE)
          .isLessThan(answers.size());
    }
  }

  @Test
  void shouldEndAConnectionThatGoesOnAskingAfterManyRefusals() throws IOException {
    try (TestNode server = server(limits().requestsPerConnection(RATE));
        RawPeer peer = RawPeer.dial(server).greet()) {
      for (int i = 1; i <= 20 * RATE; i++) {
        peer.send(FrameKind.HEARTBEAT, i, BEAT);
      }
      RawPeer.Frame last;
      do {
        last = peer.read();
      } while (last.requestId() != 0);
      assertThat(last.errorCode()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void shouldEndAConnectionThatFloodsWithNotices() throws IOException {
    try (TestNode server = server(limits().requestsPerConnection(RATE));
        RawPeer peer = RawPeer.dial(server).greet()) {
      for (int i = 1; i <= 20 * RATE; i++) {
        peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      }
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }
  }

  @Test
  void shouldReadNoFasterThanAllowedAndLoseNothing() {
    long rate = 512 << 10;
    Register batch = batch(100_000);
    try (TestNode server = server(limits().bytesPerConnection(rate).bytesPerAddress(2 * rate));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      long start = System.nanoTime();
      List<CompletableFuture<MessageLite>> answers = new ArrayList<>();
      int sent = 0;
      for (int i = 0; i < 10; i++) {
        answers.add(connection.request(FrameKind.REGISTER, batch));
        sent += batch.getSerializedSize();
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(Await.result(answers.get(i))).isInstanceOf(Registered.class);
      }
      // A burst, and what came in the one read that exceeded it, cost no time.
      double free = rate + (256 << 10);
      assertThat(System.nanoTime() - start).isGreaterThan((long) ((sent - free) / rate * 1e9));
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldEndAConnectionWhoseFrameTricklesIn() throws IOException {
    try (TestNode server =
            server(limits().slowestBytes(1 << 20).frameGrace(Duration.ofMillis(300)));
        RawPeer peer = RawPeer.dial(server).greet()) {
      byte[] frame =
          RawPeer.frame(
              FrameKind.REGISTER.number(), 0, 1, batch(100_000).toByteArray(), new byte[0]);
      CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(peer, frame));
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.TIMED_OUT);
      Await.result(trickle);
    }
  }

  @Test
  void shouldEndAConnectionWhosePrefixTricklesIn() throws IOException {
    try (TestNode server = server(limits().slowestBytes(1000).frameGrace(Duration.ofMillis(30)));
        RawPeer peer = RawPeer.dial(server).greet()) {
      byte[] frame = RawPeer.frame(FrameKind.PING.number(), 0, 0, new byte[0], new byte[0]);
      CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> trickle(peer, frame));
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.TIMED_OUT);
      Await.result(trickle);
    }
  }

  private TestNode server(TrafficLimits.Builder limits) {
    return TestNode.of(way, config(limits)).listening(TrafficLimitsIT::answer);
  }

  private static TransportConfig.Builder config(TrafficLimits.Builder limits) {
    return TransportConfig.builder().limits(limits.build());
  }

  private static TrafficLimits.Builder limits() {
    return TrafficLimits.builder().loopback(true);
  }

  private static void answer(Request request) {
    request.answer(
        request.kind() == FrameKind.REGISTER
            ? Registered.getDefaultInstance()
            : HeartbeatAck.getDefaultInstance());
  }

  private static Register batch(int bytes) {
    return Register.newBuilder()
        .addRegistrations(
            Registration.newBuilder().setChunkSet(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static void refusesAndRecovers(Connection connection) {
    List<CompletableFuture<MessageLite>> answers = ask(connection, 4 * RATE);
    long served = answers.stream().filter(TrafficLimitsIT::isServed).count();
    assertThat(served).isGreaterThanOrEqualTo(RATE).isLessThan(4 * RATE);
    assertThat(Await.failure(answers.get(answers.size() - 1)))
        .isInstanceOf(TransportException.Remote.class)
        .hasMessageContaining("too many requests, at most " + RATE + " a second")
        .extracting("code")
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    Await.until(
        "requests are served again", () -> isServed(connection.request(FrameKind.HEARTBEAT, BEAT)));
  }

  private static List<CompletableFuture<MessageLite>> ask(Connection connection, int requests) {
    List<CompletableFuture<MessageLite>> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      answers.add(connection.request(FrameKind.HEARTBEAT, BEAT));
    }
    return answers;
  }

  private static boolean isServed(CompletableFuture<MessageLite> answer) {
    return Await.result(answer.handle((header, failure) -> failure == null));
  }

  private static boolean isReached(TestNode client, TestNode server) {
    return Await.result(client.tryDial(server.address()).handle((made, failure) -> made != null));
  }

  /** A byte now and then, until there is nobody any more to take one. */
  private static void trickle(RawPeer peer, byte[] frame) {
    try {
      for (byte each : frame) {
        peer.send(new byte[] {each});
        LockSupport.parkNanos(100_000_000);
      }
    } catch (IOException e) {
      // it was disconnected
    }
  }

  /** Answers heartbeats the short way. */
  private static final class HotHandler implements ConnectionHandler, HotRequests {
    @Override
    public void onRequest(Connection connection, Request request) {
      request.fail(ErrorCode.INTERNAL, "heartbeats should not come here");
    }

    @Override
    public @Nullable HotRequests hotRequests(Connection connection) {
      return this;
    }

    @Override
    public boolean takes(FrameKind kind) {
      return kind == FrameKind.HEARTBEAT;
    }

    @Override
    public void answer(FrameKind kind, ByteBuf header, ByteBuf answer) {
      answer.writeBytes(HeartbeatAck.newBuilder().setInStep(true).build().toByteArray());
    }
  }
}
