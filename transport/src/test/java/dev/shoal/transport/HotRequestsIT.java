package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that are answered on the spot, among those that are not. */
@OnEveryTransport
class HotRequestsIT {
  private static final HeartbeatAck ACK = HeartbeatAck.newBuilder().setInStep(true).build();

  private final TestNode server;
  private final TestNode client;
  private final EchoingRequests hot = new EchoingRequests();
  private final CompletableFuture<RecordingHandler> accepted = new CompletableFuture<>();
  private final InetSocketAddress address;
  private volatile Consumer<Request> ordinary = request -> request.answer(ACK);

  HotRequestsIT(Way way) {
    server = TestNode.of(way);
    client = TestNode.of(way, TransportConfig.builder().maxRequests(10_000));
    address =
        Await.result(
            server.endpoint.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                () -> {
                  HotHandler handler = new HotHandler();
                  accepted.complete(handler);
                  return handler;
                }));
  }

  private final class HotHandler extends RecordingHandler {
    HotHandler() {
      super(request -> ordinary.accept(request));
    }

    @Override
    public HotRequests hotRequests(Connection connection) {
      return hot;
    }
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void shouldLeadEveryAnswerToItsRequestWhenThousandsOfBothKindsAreInFlight() {
    Connection connection = dial();
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<MessageLite>> answers = new ArrayList<>();
      List<CompletableFuture<MessageLite>> acks = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        answers.add(ask(connection, i));
        if (i % 7 == 0) {
          acks.add(connection.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance()));
        }
      }
      for (int i = 0; i < 5000; i++) {
        assertThat(Await.result(answers.get(i))).isEqualTo(EchoingRequests.sources(i));
      }
      acks.forEach(ack -> assertThat(Await.result(ack)).isEqualTo(ACK));
    }
    assertThat(hot.asked).isEqualTo(25_000);
    assertThat(Await.result(accepted).requests).hasSize(5 * 715);
  }

  @Test
  void shouldAnswerWithErrorAndGoOn() {
    Connection connection = dial();
    var before = ask(connection, 1);
    var refused = ask(connection, EchoingRequests.REFUSED);
    var bug = ask(connection, EchoingRequests.BUG);
    var tooLarge = ask(connection, EchoingRequests.TOO_LARGE);
    var large = ask(connection, EchoingRequests.LARGE);
    var after = ask(connection, 2);

    assertThat(Await.result(before)).isEqualTo(EchoingRequests.sources(1));
    assertThat(Await.failure(refused)).hasMessage("come back later");
    assertThat(Await.failure(refused).code()).isEqualTo(ErrorCode.BUSY);
    assertThat(Await.failure(bug).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(Await.failure(tooLarge).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(Await.result(large).getSerializedSize()).isEqualTo(FrameKind.SOURCES.maxHeader());
    assertThat(Await.result(after)).isEqualTo(EchoingRequests.sources(2));
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void shouldDeliverEarlierAnswersAndEndTheConnectionWhenTheProtocolIsBroken() throws IOException {
    try (RawPeer peer = raw()) {
      ByteArrayOutputStream burst = new ByteArrayOutputStream();
      for (int id = 1; id <= 100; id++) {
        write(burst, FrameKind.QUERY, id, EchoingRequests.query(id));
      }
      write(burst, FrameKind.QUERY, 101, EchoingRequests.query(EchoingRequests.VIOLATION));
      write(burst, FrameKind.QUERY, 102, EchoingRequests.query(102));
      peer.send(burst.toByteArray());

      for (int id = 1; id <= 100; id++) {
        assertAnswer(peer, id);
      }
      RawPeer.Frame last = peer.read();
      assertThat(last.requestId()).isZero();
      assertThat(last.errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      peer.awaitEnd();
      assertThat(hot.asked).isEqualTo(101);
    }
  }

  @Test
  void shouldEndTheConnectionWhenARequestIdIsZeroOrInUse() throws IOException {
    ordinary = request -> {};
    for (int id : new int[] {0, 9}) {
      try (RawPeer peer = raw()) {
        peer.send(FrameKind.QUERY, 9, EchoingRequests.query(9));
        assertAnswer(peer, 9);
        peer.send(FrameKind.HEARTBEAT, 9, Heartbeat.getDefaultInstance());
        peer.send(FrameKind.QUERY, id, EchoingRequests.query(1));
        assertThat(peer.read(FrameKind.ERROR).errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
        peer.awaitEnd();
      }
    }
  }

  @Test
  void shouldRefuseWhileTheConnectionIsDraining() throws IOException {
    ordinary = request -> {};
    try (RawPeer peer = raw()) {
      peer.send(FrameKind.HEARTBEAT, 1, Heartbeat.getDefaultInstance());
      RecordingHandler handler = Await.result(accepted);
      Await.until("a request is open", () -> !handler.requests.isEmpty());
      Connection connection = Await.result(handler.ready);
      connection.close();
      Await.until("it drains", () -> !connection.isOpen());
      peer.send(FrameKind.QUERY, 2, EchoingRequests.query(2));

      RawPeer.Frame refused = peer.read();
      assertThat(refused.requestId()).isEqualTo(2);
      assertThat(refused.errorCode()).isEqualTo(ErrorCode.SHUTTING_DOWN);
      assertThat(hot.asked).isZero();
      handler.requests.element().answer(ACK);
      assertThat(peer.read().is(FrameKind.HEARTBEAT_ACK)).isTrue();
      peer.awaitEnd();
    }
  }

  @Test
  void shouldStopAnsweringWhenTheReaderStallsAndGoOnWhenItReads() throws Exception {
    int requests = server.way.isEncrypted() ? 4_000 : 20_000; // the rest would be encryption only
    try (RawPeer peer = slow()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int id = 1; id <= requests; id++) {
                    peer.send(FrameKind.QUERY, id, EchoingRequests.query(EchoingRequests.LARGE));
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      sender.start();
      Connection connection = Await.result(Await.result(accepted).ready);
      Await.until("the line is full", () -> !connection.isWritable());
      CompletableFuture<Integer> asked = new CompletableFuture<>();
      connection.eventLoop().execute(() -> asked.complete(hot.asked));
      // The watermark, the sockets' buffers and one batch; all of them would be 64 or 320 MB.
      assertThat(Await.result(asked)).isLessThan(3000);

      for (int id = 1; id <= requests; id++) {
        RawPeer.Frame frame = peer.read();
        assertThat(frame.requestId()).isEqualTo(id);
        assertThat(frame.header().size()).isEqualTo(FrameKind.SOURCES.maxHeader());
      }
      sender.join();
      assertThat(hot.asked).isEqualTo(requests);
    }
  }

  @Test
  void shouldAnswerEveryRequestWhenSocketIsFedByTheByte() throws IOException {
    try (RawPeer peer = raw()) {
      ByteArrayOutputStream burst = new ByteArrayOutputStream();
      for (int id = 1; id <= 10; id++) {
        write(burst, FrameKind.QUERY, id, id == 5 ? Query.getDefaultInstance() : query(id));
      }
      for (byte each : burst.toByteArray()) {
        peer.send(new byte[] {each});
      }
      for (int id = 1; id <= 10; id++) {
        RawPeer.Frame frame = peer.read();
        assertThat(frame.requestId()).isEqualTo(id);
        assertThat(Sources.parseFrom(frame.header()).getSeederCount()).isEqualTo(id == 5 ? 0 : id);
      }
    }
  }

  private static Query query(int number) {
    return EchoingRequests.query(number);
  }

  private Connection dial() {
    return Await.result(client.tryDial(address));
  }

  private RawPeer raw() throws IOException {
    return RawPeer.dial(address, server.way).greet();
  }

  private RawPeer slow() throws IOException {
    return RawPeer.dialSlowly(address, server.way).greet();
  }

  private static CompletableFuture<MessageLite> ask(Connection connection, int number) {
    return connection.request(FrameKind.QUERY, EchoingRequests.query(number));
  }

  private static void write(ByteArrayOutputStream out, FrameKind kind, int id, MessageLite header) {
    out.writeBytes(RawPeer.frame(kind.number(), 0, id, header.toByteArray(), new byte[0]));
  }

  private static void assertAnswer(RawPeer peer, int id) throws IOException {
    RawPeer.Frame frame = peer.read();
    assertThat(frame.is(FrameKind.SOURCES)).isTrue();
    assertThat(frame.requestId()).isEqualTo(id);
    assertThat(Sources.parseFrom(frame.header())).isEqualTo(EchoingRequests.sources(id));
  }
}
