package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.Ping;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers with bodies: whole, cut short, withdrawn, many at once and both ways at once. */
@OnEveryTransport
class BodiesIT {
  private static final int KIB = 1024;

  private final Way way;

  @TempDir Path directory;

  BodiesIT(Way way) {
    this.way = way;
  }

  @Test
  void shouldDeliverEveryByteWhenSlicesAreSmall() throws IOException {
    var small = TransportConfig.builder().sliceSize(4096).sendWindow(10_000).receiveBuffer(4096);
    try (TestFile file = new TestFile(directory, 1_000_003, 100_000);
        TestNode server = TestNode.of(way, small).listening(file::serve);
        TestNode client = TestNode.of(way, small)) {
      Connection connection = client.dial(server);
      List<BodyCollector> answers = new ArrayList<>();
      for (int i = 0; i < file.chunks(); i++) {
        answers.add(TestFile.ask(connection, i));
      }
      for (int i = 0; i < file.chunks(); i++) {
        assertThat(Await.result(answers.get(i).bytes)).isEqualTo(file.chunk(i));
      }
      BodyCollector first = answers.get(0);
      assertThat(first.bodyLengths).allMatch(length -> length <= 4096);
      int offset = 0;
      for (int i = 0; i < first.headers.size(); i++) {
        assertThat(first.headers.get(i)).isEqualTo(TestFile.HEADERS.apply(offset));
        offset += first.bodyLengths.get(i);
      }
    }
  }

  @Test
  void shouldDeliverLargeBodiesWhenManyConnectionsAsk() throws IOException {
    try (TestFile file = new TestFile(directory, 16 * KIB * KIB, 2 * KIB * KIB);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      List<List<BodyCollector>> answers = new ArrayList<>();
      for (int c = 0; c < 6; c++) {
        Connection connection = client.dial(server);
        List<BodyCollector> mine = new ArrayList<>();
        for (int i = 0; i < file.chunks(); i++) {
          mine.add(TestFile.ask(connection, i));
        }
        answers.add(mine);
      }
      for (List<BodyCollector> mine : answers) {
        for (int i = 0; i < file.chunks(); i++) {
          assertThat(Await.result(mine.get(i).bytes)).isEqualTo(file.chunk(i));
        }
      }
    }
  }

  @Test
  void shouldDeliverBothWaysAtOnce() throws IOException {
    try (TestFile file = new TestFile(directory, 32 * KIB * KIB, 4 * KIB * KIB);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      Connection there = client.dial(server, new RecordingHandler(file::serve));
      Connection here = Await.result(server.onlyAccepted().ready);
      List<BodyCollector> answers = new ArrayList<>();
      for (int i = 0; i < file.chunks(); i++) {
        answers.add(TestFile.ask(there, i));
        answers.add(TestFile.ask(here, i));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(Await.result(answers.get(i).bytes)).isEqualTo(file.chunk(i / 2));
      }
    }
  }

  @Test
  void shouldDeliverBodiesFromMemoryBothWaysWhenTheyExceedEveryBuffer() throws IOException {
    try (TestFile file = new TestFile(directory, 4 * KIB * KIB, 4 * KIB * KIB);
        TestNode server =
            TestNode.of(way).listening(r -> r.answer(TestFile.HEADERS, file.fromMemory(0)));
        TestNode client = TestNode.of(way)) {
      Connection there =
          client.dial(
              server, new RecordingHandler(r -> r.answer(TestFile.HEADERS, file.fromMemory(0))));
      Connection here = Await.result(server.onlyAccepted().ready);
      List<BodyCollector> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(TestFile.ask(there, i));
        answers.add(TestFile.ask(here, i));
      }
      for (BodyCollector answer : answers) {
        assertThat(Await.result(answer.bytes)).isEqualTo(file.content);
      }
    }
  }

  @Test
  void shouldDeliverAnEmptyBody() {
    try (TestNode server =
            TestNode.of(way).listening(r -> r.answer(TestFile.HEADERS, Body.empty()));
        TestNode client = TestNode.of(way)) {
      BodyCollector answer = TestFile.ask(client.dial(server), 0);
      assertThat(Await.result(answer.bytes)).isEmpty();
      assertThat(answer.headers).containsExactly(ChunkData.getDefaultInstance());
    }
  }

  @Test
  void shouldLetControlFramesThroughBetweenSlices() throws IOException {
    int length = 512 * KIB * KIB; // far more than the kernel keeps
    Path sparse = directory.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(length);
    }
    SharedChannel channel = SharedChannel.open(sparse);
    var small = TransportConfig.builder().sliceSize(64 * KIB).sendWindow(64 * KIB);
    try (TestNode server =
            TestNode.of(way, small)
                .listening(r -> r.answer(TestFile.HEADERS, Body.of(channel, 0, length)));
        RawPeer peer = RawPeer.dial(server).greet()) {
      peer.send(FrameKind.CHUNK_REQUEST, 1, TestFile.chunkRequest(0));
      assertThat(peer.read().is(FrameKind.CHUNK_DATA)).isTrue();
      peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      int received = 0;
      for (var frame = peer.read(); !frame.is(FrameKind.PONG); frame = peer.read()) {
        received += frame.body().size();
      }
      assertThat(received).isLessThan(length / 2);
    }
  }

  @Test
  void shouldNotSendABodyThatIsCancelledBeforeItHasBegun() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      peer.send(FrameKind.CHUNK_REQUEST, 1, TestFile.chunkRequest(0));
      peer.send(FrameKind.CANCEL, 1, Cancel.getDefaultInstance());
      assertThat(peer.read().errorCode()).isEqualTo(ErrorCode.CANCELLED);
      ByteBuf body = Unpooled.directBuffer().writeZero(1000);
      Request request = server.onlyAccepted().requests.element();
      assertThat(request.isCancelled()).isTrue();
      request.answer(TestFile.HEADERS, Body.of(body));
      Await.until("the body is released", () -> body.refCnt() == 0);
      peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      assertThat(peer.read().is(FrameKind.PONG)).isTrue();
    }
  }

  @Test
  void shouldStopABodyThatIsCancelledHalfWay() throws IOException {
    var narrow = TransportConfig.builder().sliceSize(64 * KIB).sendWindow(64 * KIB);
    try (TestFile file = new TestFile(directory, 64 * KIB * KIB, 64 * KIB * KIB);
        TestNode server = TestNode.of(way, narrow).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      CompletableFuture<Connection.Cancellable> request = new CompletableFuture<>();
      BodyCollector collector =
          new BodyCollector() {
            @Override
            public void onBody(ByteBuf piece) {
              super.onBody(piece);
              request.thenAccept(Connection.Cancellable::cancel);
            }
          };
      connection
          .eventLoop()
          .execute(() -> request.complete(TestFile.ask(connection, 0, collector)));
      assertThat(Await.failure(collector.bytes)).isInstanceOf(TransportException.Cancelled.class);
      Await.until(
          "the other side knows", () -> server.onlyAccepted().requests.element().isCancelled());
      Await.until("the file is let go", () -> file.channel.refCnt() == 1);

      var next = TestFile.ask(connection, 0);
      assertThat(Await.result(next.bytes)).as("the connection goes on").isEqualTo(file.content);
    }
  }

  @Test
  void shouldDropAQueuedBodyThatIsCancelled() throws IOException {
    var narrow = TransportConfig.builder().sliceSize(64 * KIB).sendWindow(64 * KIB);
    try (TestFile file = new TestFile(directory, 64 * KIB * KIB, 32 * KIB * KIB);
        TestNode server = TestNode.of(way, narrow).listening(file::serve);
        RawPeer peer = RawPeer.dialSlowly(server).greet()) {
      peer.send(FrameKind.CHUNK_REQUEST, 1, TestFile.chunkRequest(0));
      peer.send(FrameKind.CHUNK_REQUEST, 2, TestFile.chunkRequest(1));
      peer.send(FrameKind.CANCEL, 2, Cancel.getDefaultInstance());
      assertThat(peer.read(FrameKind.ERROR).requestId()).isEqualTo(2);

      peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      for (var frame = peer.read(); !frame.is(FrameKind.PONG); frame = peer.read()) {
        assertThat(frame.requestId()).isEqualTo(1);
      }
      peer.send(FrameKind.CANCEL, 1, Cancel.getDefaultInstance());
      assertThat(peer.read(FrameKind.ERROR).requestId()).isEqualTo(1);
    }
  }

  @Test
  void shouldEndTheConnectionWhenTheAskerFindsTheAnswerUnfit() throws IOException {
    try (TestFile file = new TestFile(directory, 10_000, 10_000);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      BodyCollector picky =
          new BodyCollector() {
            @Override
            public void onFrame(MessageLite header, int bodyLength) {
              throw new IllegalStateException("a bug");
            }
          };
      TestFile.ask(connection, 0, picky);
      assertThat(Await.failure(picky.bytes).code()).isEqualTo(ErrorCode.INTERNAL);
      assertThat(Await.result(server.onlyAccepted().closed))
          .hasMessage("closed by the other side: internal error");
      assertThat(picky.begun).as("nothing of the body is passed on").isNotDone();
    }
  }

  @Test
  void shouldTellTheOtherSideWhyItsAnswerIsUnfit() throws IOException {
    try (TestFile file = new TestFile(directory, 10_000, 10_000);
        TestNode server = TestNode.of(way).listening(file::serve);
        TestNode client = TestNode.of(way)) {
      AnswerHandler picky =
          new Picky(new ProtocolException(ErrorCode.PROTOCOL_VIOLATION, "wrong offset"));
      TestFile.ask(client.dial(server), 0, picky);
      assertThat(Await.result(server.onlyAccepted().closed))
          .hasMessage("closed by the other side: wrong offset");
    }
  }

  private static final class Picky implements AnswerHandler {
    private final ProtocolException reason;

    Picky(ProtocolException reason) {
      this.reason = reason;
    }

    @Override
    public void onFrame(MessageLite header, int bodyLength) throws ProtocolException {
      throw reason;
    }

    @Override
    public void onBody(ByteBuf bytes) {}

    @Override
    public void onComplete() {}

    @Override
    public void onFailure(TransportException cause) {}
  }

  @Test
  void shouldEndTheConnectionWhenTheApplicationGivesNoHeader() {
    ByteBuf body = Unpooled.directBuffer().writeZero(1000);
    try (TestNode server =
            TestNode.of(way)
                .listening(
                    request ->
                        request.answer(
                            offset -> {
                              throw new IllegalStateException("a bug");
                            },
                            Body.of(body)));
        TestNode client = TestNode.of(way)) {
      assertThat(Await.failure(TestFile.ask(client.dial(server), 0).bytes).code())
          .isEqualTo(ErrorCode.INTERNAL);
      assertThat(body.refCnt()).isZero();
    }
  }

  @Test
  void shouldReleaseABodyWhenTheConnectionIsGone() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      TestFile.ask(client.dial(server), 0);
      RecordingHandler accepted = server.onlyAccepted();
      Await.until("the request is there", () -> !accepted.requests.isEmpty());
      Await.result(client.endpoint.close());
      Await.result(accepted.closed);
      ByteBuf body = Unpooled.directBuffer().writeZero(1000);
      accepted.requests.element().answer(TestFile.HEADERS, Body.of(body));
      Await.until("the body is released", () -> body.refCnt() == 0);
      assertThat(accepted.requests.element().isCancelled()).isTrue();
    }
  }

  @Test
  void shouldPassABodyOnToNobodyWhenItsRequestTimedOut() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      Connection connection = Await.result(server.onlyAccepted().ready);
      BodyCollector collector = new BodyCollector();
      connection.request(
          FrameKind.CHUNK_REQUEST,
          ChunkRequest.getDefaultInstance(),
          Duration.ofMillis(1),
          collector);
      int id = peer.read(FrameKind.CHUNK_REQUEST).requestId();
      assertThat(Await.failure(collector.bytes)).isInstanceOf(TransportException.Timeout.class);
      peer.sendLast(FrameKind.CHUNK_DATA, id, ChunkData.getDefaultInstance(), new byte[50_000]);
      peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      peer.read(FrameKind.PONG);
      assertThat(collector.headers).isEmpty();
      assertThat(connection.isOpen()).isTrue();
    }
  }
}
