package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How connections end, in good order and otherwise. */
@OnEveryTransport
class ClosingIT {
  private static final int MIB = 1 << 20;

  private final Way way;

  @TempDir Path directory;

  ClosingIT(Way way) {
    this.way = way;
  }

  @Test
  void shouldCloseBothSidesInGoodOrder() {
    RecordingHandler handler = new RecordingHandler();
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server, handler);
      Await.result(connection.close());
      assertThat(connection.isOpen()).isFalse();
      assertThat(Await.result(handler.closed)).isNull();
      assertThat(Await.result(server.onlyAccepted().closed)).isNull();
      Await.result(connection.close());
      Await.until("both forget it", () -> server.endpoint.connectionCount() == 0);
      assertThat(client.endpoint.connectionCount()).isZero();
    }
  }

  @Test
  void shouldFailRequestsOnceItIsClosing() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      var outstanding = connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      connection.close();
      var late = connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      assertThat(Await.failure(outstanding)).isInstanceOf(TransportException.Closed.class);
      assertThat(Await.failure(late)).hasMessage("the connection was closed");
    }
  }

  @Test
  void shouldDrainABodyUnderWay() throws IOException {
    try (TestFile file = new TestFile(directory, 32 * MIB, 32 * MIB);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      BodyCollector collector = TestFile.ask(client.dial(server), 0);
      Await.result(collector.begun);
      CompletableFuture<Void> closed = Await.result(server.onlyAccepted().ready).close();
      assertThat(Await.result(collector.bytes)).isEqualTo(file.content);
      Await.result(closed);
    }
  }

  @Test
  void shouldDrainABodyUnderWayWhileBodiesStillArrive() throws IOException {
    try (TestFile file = new TestFile(directory, 16 * MIB, 16 * MIB);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      Connection there = client.dial(server, new RecordingHandler(file::serve));
      Connection here = Await.result(server.onlyAccepted().ready);
      BodyCollector drained = TestFile.ask(there, 0);
      BodyCollector withdrawn = TestFile.ask(here, 0);
      Await.result(drained.begun);
      Await.result(withdrawn.begun);
      CompletableFuture<Void> closed = here.close();
      assertThat(Await.result(drained.bytes)).isEqualTo(file.content);
      withdrawn.bytes.exceptionally(failure -> new byte[0]).join();
      Await.result(closed);
    }
  }

  @Test
  void shouldAnswerWhatItHasTakenOnBeforeItCloses() {
    List<Request> taken = new ArrayList<>();
    try (TestNode server = TestNode.of(way).listening(taken::add);
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      var answer = connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      RecordingHandler accepted = server.onlyAccepted();
      Await.until("the request is there", () -> !accepted.requests.isEmpty());
      Connection closing = Await.result(accepted.ready);
      CompletableFuture<Void> closed = closing.close();
      Await.until("it has begun to close", () -> !closing.isOpen());
      assertThat(
              Await.failure(connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance()))
                  .code())
          .isEqualTo(ErrorCode.SHUTTING_DOWN);
      assertThat(closed).isNotDone();
      accepted.requests.element().answer(HeartbeatAck.getDefaultInstance());
      assertThat(Await.result(answer)).isEqualTo(HeartbeatAck.getDefaultInstance());
      Await.result(closed);
    }
  }

  @Test
  void shouldCloseInTheEndWhenARequestIsNeverAnswered() {
    var hasty = TransportConfig.builder().drainTimeout(Duration.ofMillis(50));
    try (TestNode server = TestNode.of(way, hasty).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      var answer = client.dial(server).request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      RecordingHandler accepted = server.onlyAccepted();
      Await.until("the request is there", () -> !accepted.requests.isEmpty());
      Await.result(server.endpoint.close());
      assertThat(Await.failure(answer)).isInstanceOf(TransportException.Closed.class);
    }
  }

  @Test
  void shouldCloseInTheEndWhenTheOtherSideNeverDoes() throws IOException {
    var hasty = TransportConfig.builder().drainTimeout(Duration.ofMillis(50));
    try (TestNode server = TestNode.of(way, hasty).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      Await.result(Await.result(server.onlyAccepted().ready).close());
      peer.awaitEnd();
    }
  }

  @Test
  void shouldTellWhyItAborts() {
    RecordingHandler handler = new RecordingHandler();
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server, handler);
      var outstanding = connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      connection.abort(ErrorCode.DENIED, "banned: sent wrong bytes");
      assertThat(Await.failure(outstanding))
          .isInstanceOf(TransportException.Closed.class)
          .hasMessage("banned: sent wrong bytes");
      assertThat(Await.result(server.onlyAccepted().closed))
          .isInstanceOfSatisfying(
              TransportException.class, why -> assertThat(why.code()).isEqualTo(ErrorCode.DENIED))
          .hasMessage("closed by the other side: banned: sent wrong bytes");
      assertThat(Await.result(handler.closed)).hasMessage("banned: sent wrong bytes");
    }
  }

  @Test
  void shouldTellWhyItAbortsWhileABodyIsArriving() throws IOException {
    try (TestFile file = new TestFile(directory, 32 * MIB, 32 * MIB);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      BodyCollector collector = TestFile.ask(connection, 0);
      Await.result(collector.begun);
      connection.abort(ErrorCode.DENIED, "enough");
      assertThat(Await.failure(collector.bytes)).hasMessage("enough");
      assertThat(Await.result(server.onlyAccepted().closed))
          .hasMessage("closed by the other side: enough");
      Await.until("the file is let go", () -> file.channel.refCnt() == 1);
    }
  }

  @Test
  void shouldCloseAtOnceWhenTheOtherSideSaysWhyItWill() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      peer.send(
          FrameKind.ERROR,
          0,
          Error.newBuilder().setCode(ErrorCode.TIMED_OUT.number()).setMessage("bye").build());
      peer.awaitEnd();
      assertThat(Await.result(server.onlyAccepted().closed))
          .hasMessage("closed by the other side: bye");
    }
  }

  @Test
  void shouldFailWhatIsOutstandingWhenTheConnectionIsLost() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      Connection connection = Await.result(server.onlyAccepted().ready);
      var answer = connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      BodyCollector collector = TestFile.ask(connection, 0);
      int id = peer.read(FrameKind.CHUNK_REQUEST).requestId();
      byte[] half =
          RawPeer.frame(
              FrameKind.CHUNK_DATA.number(),
              1,
              id,
              ChunkData.getDefaultInstance().toByteArray(),
              new byte[1000]);
      peer.send(Arrays.copyOf(half, 500));
      Await.result(collector.begun);
      peer.reset();
      assertThat(Await.failure(answer)).isInstanceOf(TransportException.Closed.class);
      assertThat(Await.failure(collector.bytes))
          .hasMessageStartingWith("the connection was lost: ");
      assertThat(Await.result(server.onlyAccepted().closed))
          .isInstanceOf(TransportException.Closed.class);
    }
  }

  @Test
  void shouldTellEverybodyWhenOneHandlerOfAnswersFails() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      Connection connection = Await.result(server.onlyAccepted().ready);
      List<BodyCollector> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        others.add(TestFile.ask(connection, i));
        TestFile.ask(
            connection,
            i,
            new BodyCollector() {
              @Override
              public void onFailure(TransportException cause) {
                throw new IllegalStateException("a bug");
              }
            });
      }
      peer.hangUp();
      for (BodyCollector other : others) {
        assertThat(Await.failure(other.bytes)).isInstanceOf(TransportException.Closed.class);
      }
      assertThat(Await.result(server.onlyAccepted().closed)).isNull();
    }
  }

  @Test
  void shouldFailRequestsWhenTheLoopsAreShutDown() {
    Connection connection;
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      connection = client.dial(server);
    }
    assertThat(
            Await.failure(connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance())))
        .isInstanceOf(TransportException.Closed.class);
    connection.notify(FrameKind.HAVE, Have.getDefaultInstance());
    connection.abort(ErrorCode.DENIED, "too late");
    Await.result(connection.close());
  }

  @Test
  void shouldFailWhatIsOutstandingWhenTheLoopsAreShutDownUnderneath() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      var answer = connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
      client.loops.shutdownGracefully(50, 5000, TimeUnit.MILLISECONDS);
      assertThat(Await.failure(answer)).isInstanceOf(TransportException.Closed.class);
    }
  }

  @Test
  void shouldCloseEverythingWhenTheEndpointIsClosed() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      for (int i = 0; i < 20; i++) {
        client.dial(server);
      }
      Await.result(server.endpoint.close());
      assertThat(server.endpoint.connectionCount()).isZero();
      assertThat(Await.failure(client.tryDial(server.address())))
          .isInstanceOf(TransportException.Unreachable.class);
      Await.until("the clients notice", () -> client.endpoint.connectionCount() == 0);
    }
  }

  @Test
  void shouldLeaveNoConnectionBehindWhenItIsClosedAmidDials() {
    for (int round = 0; round < 10; round++) {
      try (TestNode server = TestNode.of(way).listening(request -> {});
          TestNode client = TestNode.of(way)) {
        List<CompletableFuture<Connection>> dials = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          dials.add(client.tryDial(server.address()));
        }
        Await.result((round % 2 == 0 ? server : client).endpoint.close());
        for (CompletableFuture<Connection> dial : dials) {
          Await.result(dial.handle((connection, failure) -> true));
        }
        Await.until("both are empty", () -> client.endpoint.connectionCount() == 0);
        Await.until("both are empty", () -> server.endpoint.connectionCount() == 0);
      }
    }
  }
}
