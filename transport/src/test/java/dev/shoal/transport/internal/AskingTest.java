package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.Error;
import dev.shoal.transport.AnswerHandler;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.internal.PendingRequests.Pending;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final ChunkData DATA = ChunkData.getDefaultInstance();

  private final Wire wire = new Wire();
  private long now = 12345;
  private final Asking asking =
      new Asking(
          wire.channel.eventLoop(),
          wire.outbox,
          wire.ending,
          new PendingRequests(2),
          10 * SECOND,
          () -> now);
  private final Events events = new Events();

  /** Writes down what it is told. */
  private static final class Events implements AnswerHandler {
    final List<String> log = new ArrayList<>();
    @Nullable TransportException failure;

    @Override
    public void onFrame(MessageLite header, int bodyLength) {
      log.add("frame " + bodyLength);
    }

    @Override
    public void onBody(ByteBuf bytes) {
      log.add("body " + bytes.readableBytes());
    }

    @Override
    public void onComplete() {
      log.add("complete");
    }

    @Override
    public void onFailure(TransportException cause) {
      log.add("failure");
      failure = cause;
    }

    @Nullable ErrorCode code() {
      return failure == null ? null : failure.code();
    }
  }

  private Pending send() {
    return Objects.requireNonNull(trySend());
  }

  private @Nullable Pending trySend() {
    return asking.send(FrameKind.CHUNK_REQUEST, ChunkRequest.getDefaultInstance(), SECOND, events);
  }

  private void answer(Pending request, int flags, int bodyLength) throws ProtocolException {
    asking.onAnswer(
        new InboundFrame(FrameKind.CHUNK_DATA, flags, request.id, DATA, bodyLength), DATA);
  }

  private void body(int length) {
    ByteBuf bytes = Unpooled.buffer().writeZero(length);
    asking.onBody(bytes);
    bytes.release();
  }

  private void passTime(long nanos) {
    now += nanos;
    wire.channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
    wire.channel.runScheduledPendingTasks();
  }

  @Test
  void shouldCompleteAfterTheLastByteOfTheLastFrame() throws ProtocolException {
    Pending request = send();
    answer(request, 0, 10);
    body(4);
    body(6);
    answer(request, 1, 5);
    assertThat(events.log).doesNotContain("complete");
    body(5);
    assertThat(events.log)
        .containsExactly("frame 10", "body 4", "body 6", "frame 5", "body 5", "complete");
    assertThatThrownBy(() -> answer(request, 1, 0)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void shouldTakeAnAnswerWithoutABody() throws ProtocolException {
    answer(send(), 1, 0);
    assertThat(events.log).containsExactly("frame 0", "complete");
  }

  @Test
  void shouldTimeOutAndWithdrawAndDropWhatComesLate() throws ProtocolException {
    Pending request = send();
    passTime(SECOND - 1);
    assertThat(events.log).isEmpty();
    passTime(SECOND / 10);
    assertThat(events.failure).isInstanceOf(TransportException.Timeout.class);
    assertThat(wire.sentKinds()).containsExactly(FrameKind.CHUNK_REQUEST, FrameKind.CANCEL);

    answer(request, 0, 10);
    body(10);
    answer(request, 1, 3);
    body(3);
    assertThat(events.log).containsExactly("failure");
  }

  @Test
  void shouldNotTickWhenNobodyWaits() {
    Pending request = send();
    asking.cancel(request);
    passTime(SECOND);
    assertThat(wire.channel.runScheduledPendingTasks()).as("nothing is scheduled").isEqualTo(-1);
    send();
    passTime(2 * SECOND);
    assertThat(events.log).as("it ticks again").containsExactly("failure", "failure");
  }

  @Test
  void shouldTellOnlyOnceWhenItIsCancelledAmidABody() throws ProtocolException {
    Pending request = send();
    answer(request, 1, 10);
    body(3);
    asking.cancel(request);
    asking.cancel(request);
    body(7);
    assertThat(events.log).containsExactly("frame 10", "body 3", "failure");
    assertThat(wire.sentKinds()).containsExactly(FrameKind.CHUNK_REQUEST, FrameKind.CANCEL);
  }

  @Test
  void shouldPassAnErrorOnAndIgnoreOneThatCrossedTheLastFrame() throws ProtocolException {
    Pending request = send();
    Error error = Error.newBuilder().setCode(ErrorCode.NOT_FOUND.number()).build();
    asking.onAnswer(Wire.answer(FrameKind.ERROR, request.id, error), error);
    asking.onAnswer(Wire.answer(FrameKind.ERROR, request.id, error), error);
    assertThat(events.log).containsExactly("failure");
    assertThat(events.code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void shouldRefuseRequestsWhenTooManyAreOutstanding() {
    send();
    send();
    assertThat(trySend()).isNull();
    assertThat(events.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(wire.ending.hasBegun()).isFalse();
  }

  @Test
  void shouldEndTheConnectionWhenNoRequestIsEverAnswered() {
    send();
    send();
    passTime(2 * SECOND);
    assertThat(trySend()).isNull();
    assertThat(events.code()).as("may still come").isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    passTime(10 * SECOND);
    assertThat(trySend()).isNull();
    assertThat(events.code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(wire.ending.hasBegun()).isTrue();
  }

  @Test
  void shouldFailAllWhenTheConnectionIsOver() throws ProtocolException {
    Pending request = send();
    send();
    answer(request, 1, 10);
    asking.failAll(wire.ending.exception());
    body(10);
    assertThat(events.log).containsExactly("frame 10", "failure", "failure");
  }

  @Test
  void shouldFailAtOnceWhenTheConnectionIsClosed() {
    wire.channel.close();
    assertThat(trySend()).isNull();
    assertThat(events.failure).isInstanceOf(TransportException.Closed.class);
  }

  @Test
  void shouldWithdrawAllWhenThisSideCloses() {
    send();
    send();
    wire.sent();
    asking.cancelAll(wire.ending.exception());
    assertThat(wire.sentKinds()).containsExactly(FrameKind.CANCEL, FrameKind.CANCEL);
    assertThat(events.failure).isInstanceOf(TransportException.Closed.class);
  }
}
