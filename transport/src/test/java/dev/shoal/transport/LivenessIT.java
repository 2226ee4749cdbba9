package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Pong;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What keeps a connection alive that has nothing to say, and what becomes of one that is dead. */
@OnEveryTransport
class LivenessIT {
  private static final TransportConfig.Builder IMPATIENT = silentFor(Duration.ofMillis(200));

  /** Long enough for whoever is there and answers, on a machine that has much else to do. */
  private static final Duration BEARABLE = Duration.ofMillis(600);

  private final Way way;

  LivenessIT(Way way) {
    this.way = way;
  }

  private static TransportConfig.Builder silentFor(Duration bearable) {
    return TransportConfig.builder().idleTimeout(bearable);
  }

  @Test
  void shouldKeepAnIdleConnectionWhenPingsAreAnswered() throws IOException {
    try (TestNode server = TestNode.of(way, silentFor(BEARABLE)).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      for (int i = 0; i < 3; i++) {
        assertThat(peer.read().is(FrameKind.PING)).isTrue();
        peer.send(FrameKind.PONG, 0, Pong.getDefaultInstance());
      }
      assertThat(Await.result(server.onlyAccepted().ready).isOpen()).isTrue();
    }
  }

  @Test
  void shouldCloseAConnectionWhenTheOtherSideIsSilent() throws IOException {
    try (TestNode server = TestNode.of(way, IMPATIENT).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      assertThat(peer.read().is(FrameKind.PING)).isTrue();
      assertThat(peer.read().errorCode()).isEqualTo(ErrorCode.TIMED_OUT);
      peer.awaitEnd();
      assertThat(Await.result(server.onlyAccepted().closed))
          .hasMessage("nothing was heard for too long");
    }
  }

  @Test
  void shouldAnswerPings() {
    try (TestNode server = TestNode.of(way, silentFor(BEARABLE)).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection patient = client.dial(server);
      long start = System.nanoTime();
      // Longer than silence is borne, with a ping in between: only answered ones keep it open.
      Await.until("it is idle", () -> System.nanoTime() - start > 3 * BEARABLE.toNanos());
      assertThat(patient.isOpen()).isTrue();
    }
  }

  @Test
  void shouldGiveUpAListenerThatDoesNotReadWhatItIsTold() throws IOException {
    Have have = Have.newBuilder().addAllChunks(Collections.nCopies(1000, 1 << 20)).build();
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dialSlowly(server).greet()) {
      Connection connection = Await.result(server.onlyAccepted().ready);
      connection
          .eventLoop()
          .execute(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  connection.notify(FrameKind.HAVE, have);
                }
              });
      assertThat(Await.result(server.onlyAccepted().closed))
          .hasMessage("the other side does not read what it is sent");
      assertThat(connection.isOpen()).isFalse();
      peer.hangUp();
    }
  }
}
