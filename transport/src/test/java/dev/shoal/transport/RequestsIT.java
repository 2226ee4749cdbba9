package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unregistered;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Requests without bodies, their answers, and what comes instead of one. */
@OnEveryTransport
class RequestsIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Way way;

  RequestsIT(Way way) {
    this.way = way;
  }

  private static MessageLite unregister(int number) {
    return Unregister.newBuilder()
        .addFileIds(ByteString.copyFromUtf8(Integer.toString(number)))
        .build();
  }

  private static int number(MessageLite unregister) {
    return Integer.parseInt(((Unregister) unregister).getFileIds(0).toStringUtf8());
  }

  /** Answers a request with its own number. */
  private static void echo(Request request) {
    request.answer(Unregistered.newBuilder().setDigest(number(request.header())).build());
  }

  private static long digest(CompletableFuture<MessageLite> answer) {
    return ((Unregistered) Await.result(answer)).getDigest();
  }

  @Test
  void shouldLeadEveryAnswerToItsRequestWhenThousandsAreInFlight() {
    try (TestNode server = TestNode.of(way).listening(RequestsIT::echo);
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<MessageLite>> answers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          answers.add(connection.request(FrameKind.UNREGISTER, unregister(i)));
        }
        for (int i = 0; i < 1000; i++) {
          assertThat(digest(answers.get(i))).isEqualTo(i);
        }
      }
    }
  }

  @Test
  void shouldLeadEveryAnswerToItsRequestWhenTheyComeInAnotherOrder() {
    List<Request> arrived = new ArrayList<>();
    try (TestNode server =
            TestNode.of(way)
                .listening(
                    request -> {
                      arrived.add(request);
                      if (arrived.size() == 100) {
                        Collections.reverse(arrived);
                        arrived.forEach(RequestsIT::echo);
                      }
                    });
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      List<CompletableFuture<MessageLite>> answers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        answers.add(connection.request(FrameKind.UNREGISTER, unregister(i)));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(digest(answers.get(i))).isEqualTo(i);
      }
    }
  }

  @Test
  void shouldTakeAnswersFromOtherThreads() {
    var worker = Executors.newSingleThreadExecutor();
    try (TestNode server =
            TestNode.of(way).listening(request -> worker.execute(() -> echo(request)));
        TestNode client = TestNode.of(way)) {
      assertThat(digest(client.dial(server).request(FrameKind.UNREGISTER, unregister(7))))
          .isEqualTo(7);
    } finally {
      worker.shutdown();
    }
  }

  @Test
  void shouldAnswerBothWaysAtOnce() {
    try (TestNode server = TestNode.of(way).listening(RequestsIT::echo);
        TestNode client = TestNode.of(way)) {
      Connection there = client.dial(server, new RecordingHandler(RequestsIT::echo));
      Connection here = Await.result(server.onlyAccepted().ready);
      for (int i = 0; i < 200; i++) {
        var answer = there.request(FrameKind.UNREGISTER, unregister(i));
        var counterAnswer = here.request(FrameKind.UNREGISTER, unregister(-i));
        assertThat(digest(answer)).isEqualTo(i);
        assertThat(digest(counterAnswer)).isEqualTo(-i);
      }
    }
  }

  @Test
  void shouldPassAnErrorOn() {
    try (TestNode server =
            TestNode.of(way)
                .listening(request -> request.fail(ErrorCode.NOT_FOUND, "no\u0007 such file"));
        TestNode client = TestNode.of(way)) {
      TransportException failure = Await.failure(query(client.dial(server)));
      assertThat(failure).isInstanceOf(TransportException.Remote.class);
      assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(failure).hasMessage("no\uFFFD such file");
    }
  }

  @Test
  void shouldCutAnErrorThatIsTooLong() {
    try (TestNode server =
            TestNode.of(way)
                .listening(request -> request.fail(ErrorCode.BUSY, "\uD83D\uDC1F".repeat(499)));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      assertThat(Await.failure(query(connection)).code()).isEqualTo(ErrorCode.BUSY);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldAnswerWithAnInternalErrorWhenTheHandlerThrows() {
    try (TestNode server =
            TestNode.of(way)
                .listening(
                    request -> {
                      throw new IllegalStateException("a bug");
                    });
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      assertThat(Await.failure(query(connection)).code()).isEqualTo(ErrorCode.INTERNAL);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldAnswerWithAnInternalErrorWhenTheAnswerCannotBeSent() {
    try (TestNode server =
            TestNode.of(way).listening(request -> request.answer(Ping.getDefaultInstance()));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      assertThat(Await.failure(query(connection)).code()).isEqualTo(ErrorCode.INTERNAL);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldRefuseToSendWhatIsNoRequestOrNotice() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      assertThatThrownBy(() -> connection.request(FrameKind.PING, Ping.getDefaultInstance()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> connection.request(FrameKind.QUERY, Ping.getDefaultInstance()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> connection.notify(FrameKind.QUERY, Query.getDefaultInstance()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldFailARequestThatIsTooLargeAndGoOn() {
    Register huge =
        Register.newBuilder()
            .addRegistrations(
                Registration.newBuilder().setChunkSet(ByteString.copyFrom(new byte[600_000])))
            .build();
    try (TestNode server =
            TestNode.of(way).listening(request -> request.answer(Registered.getDefaultInstance()));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      assertThat(Await.failure(connection.request(FrameKind.REGISTER, huge)).code())
          .isEqualTo(ErrorCode.FRAME_TOO_LARGE);
      assertThat(
              Await.result(connection.request(FrameKind.REGISTER, Register.getDefaultInstance())))
          .isEqualTo(Registered.getDefaultInstance());
    }
  }

  @Test
  void shouldFailWhenNoAnswerComesInTimeAndDropTheLateOne() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      TransportException failure =
          Await.failure(
              connection.request(FrameKind.UNREGISTER, unregister(1), Duration.ofMillis(1)));
      assertThat(failure).isInstanceOf(TransportException.Timeout.class);
      assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);

      Request late = server.onlyAccepted().requests.remove();
      Await.until("the other side knows", late::isCancelled);
      echo(late);
      var next = connection.request(FrameKind.UNREGISTER, unregister(2));
      Await.until("the next one arrives", () -> !server.onlyAccepted().requests.isEmpty());
      echo(server.onlyAccepted().requests.remove());
      assertThat(digest(next)).isEqualTo(2);
    }
  }

  @Test
  void shouldDropALateAnswerThatCrossesTheTimeout() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      Connection connection = Await.result(server.onlyAccepted().ready);
      var first = connection.request(FrameKind.HEARTBEAT, heartbeat(), Duration.ofMillis(1));
      int id = peer.read(FrameKind.HEARTBEAT).requestId();
      assertThat(Await.failure(first)).isInstanceOf(TransportException.Timeout.class);
      assertThat(peer.read(FrameKind.CANCEL).requestId()).isEqualTo(id);
      peer.sendLast(FrameKind.HEARTBEAT_ACK, id, HeartbeatAck.getDefaultInstance(), new byte[0]);

      var second = connection.request(FrameKind.HEARTBEAT, heartbeat());
      int secondId = peer.read(FrameKind.HEARTBEAT).requestId();
      assertThat(secondId).isNotEqualTo(id);
      HeartbeatAck ack = HeartbeatAck.newBuilder().setInStep(true).build();
      peer.sendLast(FrameKind.HEARTBEAT_ACK, secondId, ack, new byte[0]);
      assertThat(Await.result(second)).isEqualTo(ack);
    }
  }

  @Test
  void shouldEndTheConnectionWhenAnAnswerFitsNoRequest() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      peer.sendLast(FrameKind.HEARTBEAT_ACK, 5, HeartbeatAck.getDefaultInstance(), new byte[0]);
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      peer.awaitEnd();
      assertThat(Await.result(server.onlyAccepted().closed))
          .isInstanceOf(TransportException.Closed.class)
          .hasMessage("HEARTBEAT_ACK answers no request, id 5");
    }
  }

  @Test
  void shouldEndTheConnectionWhenAnAnswerIsOfAnotherKind() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      var answer =
          Await.result(server.onlyAccepted().ready).request(FrameKind.HEARTBEAT, heartbeat());
      int id = peer.read(FrameKind.HEARTBEAT).requestId();
      peer.sendLast(FrameKind.REGISTERED, id, Registered.getDefaultInstance(), new byte[0]);
      assertThat(Await.failure(answer).code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }
  }

  @Test
  void shouldEndTheConnectionWhenARequestIdIsZeroOrInUse() throws IOException {
    for (int id : new int[] {0, 9}) {
      try (TestNode server = TestNode.of(way).listening(request -> {});
          RawPeer peer = RawPeer.dial(server).greet()) {
        peer.send(FrameKind.HEARTBEAT, 9, heartbeat());
        peer.send(FrameKind.HEARTBEAT, id, heartbeat());
        assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        peer.awaitEnd();
      }
    }
  }

  @Test
  void shouldAnswerAnUnknownKindOnlyWhenItIsARequest() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      byte[] header = {1, 2, 3};
      byte[] body = new byte[100_000];
      peer.send(RawPeer.frame(0x7777, 0, 0, header, body));
      peer.send(RawPeer.frame(0x7777, 1, 4, header, body));
      peer.send(RawPeer.frame(0x7777, 0, 5, header, body));
      RawPeer.Frame error = peer.read();
      assertThat(error.errorCode()).isEqualTo(ErrorCode.UNKNOWN_KIND);
      assertThat(error.requestId()).isEqualTo(5);
    }
  }

  @Test
  void shouldWithdrawARequestWhenItIsCancelled() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      BodyCollector collector = new BodyCollector();
      Connection.Cancellable request =
          connection.request(FrameKind.HEARTBEAT, heartbeat(), LONG, collector);
      RecordingHandler accepted = server.onlyAccepted();
      Await.until("the request is there", () -> !accepted.requests.isEmpty());
      request.cancel();
      request.cancel();
      assertThat(Await.failure(collector.bytes)).isInstanceOf(TransportException.Cancelled.class);
      Await.until("the other side knows", () -> accepted.requests.element().isCancelled());
      accepted.requests.element().answer(HeartbeatAck.getDefaultInstance()); // is dropped
    }
  }

  @Test
  void shouldWithdrawARequestWhenItsFutureIsCancelled() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      var answer = client.dial(server).request(FrameKind.HEARTBEAT, heartbeat());
      RecordingHandler accepted = server.onlyAccepted();
      Await.until("the request is there", () -> !accepted.requests.isEmpty());
      answer.cancel(false);
      Await.until("the other side knows", () -> accepted.requests.element().isCancelled());
    }
  }

  @Test
  void shouldAnswerACancelOnce() throws IOException {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      peer.send(FrameKind.HEARTBEAT, 3, heartbeat());
      peer.send(FrameKind.CANCEL, 3, Cancel.getDefaultInstance());
      peer.send(FrameKind.CANCEL, 3, Cancel.getDefaultInstance());
      peer.send(FrameKind.CANCEL, 99, Cancel.getDefaultInstance());
      peer.send(FrameKind.PING, 0, Ping.getDefaultInstance());
      RawPeer.Frame error = peer.read();
      assertThat(error.requestId()).isEqualTo(3);
      assertThat(error.errorCode()).isEqualTo(ErrorCode.CANCELLED);
      assertThat(peer.read().is(FrameKind.PONG)).isTrue();
    }
  }

  @Test
  void shouldFailARequestAtOnceWhenTooManyAreOutstanding() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way, TransportConfig.builder().maxRequests(3))) {
      Connection connection = client.dial(server);
      List<CompletableFuture<MessageLite>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(query(connection));
      }
      assertThat(Await.failure(query(connection)).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void shouldRefuseRequestsWhenTooManyAreOpen() {
    try (TestNode server =
            TestNode.of(way, TransportConfig.builder().maxRequests(3)).listening(r -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      for (int i = 0; i < 3; i++) {
        query(connection);
      }
      TransportException failure = Await.failure(query(connection));
      assertThat(failure).isInstanceOf(TransportException.Remote.class);
      assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void shouldEndTheConnectionWhenNothingIsEverAnswered() throws IOException {
    var config = TransportConfig.builder().maxRequests(4).requestTimeout(Duration.ofMillis(50));
    try (TestNode server = TestNode.of(way, config).listening(request -> {});
        RawPeer peer = RawPeer.dial(server).greet()) {
      Connection connection = Await.result(server.onlyAccepted().ready);
      Await.until(
          "the other side is given up",
          () -> {
            assertThat(Await.failure(query(connection))).isNotNull();
            return !connection.isOpen();
          });
      assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.TIMED_OUT);
      assertThat(Await.failure(query(connection))).hasMessage("no request is answered any more");
    }
  }

  @Test
  void shouldDeliverNoticesInOrder() {
    try (TestNode server = TestNode.of(way).listening(request -> {});
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      List<Have> sent = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Have have = Have.newBuilder().addChunks(i).build();
        sent.add(have);
        connection.notify(FrameKind.HAVE, have);
      }
      RecordingHandler accepted = server.onlyAccepted();
      Await.until("all are there", () -> accepted.notices.size() == sent.size());
      assertThat(List.copyOf(accepted.notices)).isEqualTo(sent);
    }
  }

  @Test
  void shouldCallBackOnTheConnectionsLoop() {
    try (TestNode server =
            TestNode.of(way)
                .listening(request -> request.answer(HeartbeatAck.getDefaultInstance()));
        TestNode client = TestNode.of(way)) {
      Connection connection = client.dial(server);
      CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
      connection
          .eventLoop()
          .execute(
              () ->
                  connection
                      .request(FrameKind.HEARTBEAT, heartbeat())
                      .thenRun(() -> onLoop.complete(connection.eventLoop().inEventLoop())));
      assertThat(Await.result(onLoop)).isTrue();
    }
  }

  private static Heartbeat heartbeat() {
    return Heartbeat.getDefaultInstance();
  }

  private static CompletableFuture<MessageLite> query(Connection connection) {
    return connection.request(FrameKind.QUERY, Query.getDefaultInstance());
  }
}
