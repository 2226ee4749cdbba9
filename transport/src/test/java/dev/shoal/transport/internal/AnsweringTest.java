package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.internal.limits.Meter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnsweringTest {
  private final Wire wire = new Wire();
  private final BodySender bodies =
      new BodySender(
          wire.channel,
          new SendWindow(1000),
          1000,
          new SendTurns(),
          wire.ending,
          () -> 0,
          () -> {});
  private int idle;
  private final Answering answering =
      new Answering(
          wire.channel.eventLoop(), wire.outbox, bodies, Meter.unlimited(), 2, () -> idle++);

  private InboundRequest admit(int id) throws ProtocolException {
    return Objects.requireNonNull(
        answering.admit(id, FrameKind.CHUNK_REQUEST, ChunkRequest.getDefaultInstance()));
  }

  private static void answer(InboundRequest request, ByteBuf body) {
    request.answer(offset -> ChunkData.getDefaultInstance(), Body.of(body));
  }

  private static ByteBuf body() {
    return Unpooled.buffer().writeZero(10);
  }

  @Test
  void shouldRefuseIdsThatAreZeroOrInUse() throws ProtocolException {
    admit(1);
    assertThatThrownBy(() -> admit(1)).hasMessage("CHUNK_REQUEST has a request id that is in use");
    assertThatThrownBy(() -> admit(0)).hasMessage("CHUNK_REQUEST has a request id that is 0");
  }

  @Test
  void shouldTakeAnIdAgainOnceItIsAnswered() throws ProtocolException {
    admit(1).answer(ChunkData.getDefaultInstance());
    admit(1).fail(ErrorCode.BUSY, "busy");
    answer(admit(1), body());
    assertThat(wire.sentKinds())
        .containsExactly(FrameKind.CHUNK_DATA, FrameKind.ERROR, FrameKind.CHUNK_DATA);
    assertThat(answering.isIdle()).isTrue();
    assertThat(idle).isEqualTo(3);
  }

  @Test
  void shouldRefuseRequestsWhenTooManyAreOpen() throws ProtocolException {
    admit(1);
    admit(2);
    assertThat(answering.admit(3, FrameKind.CHUNK_REQUEST, ChunkRequest.getDefaultInstance()))
        .isNull();
    assertThat(wire.sentError()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void shouldCountOnlyTheFirstAnswer() throws ProtocolException {
    InboundRequest request = admit(1);
    request.fail(ErrorCode.NOT_FOUND, "none");
    ByteBuf late = body();
    answer(request, late);
    request.answer(ChunkData.getDefaultInstance());
    assertThat(wire.sentError()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(late.refCnt()).isZero();
  }

  @Test
  void shouldConfirmACancelAndDropTheAnswer() throws ProtocolException {
    InboundRequest request = admit(1);
    answering.cancel(1);
    answering.cancel(1);
    answering.cancel(7);
    assertThat(request.isCancelled()).isTrue();
    ByteBuf late = body();
    answer(request, late);
    assertThat(late.refCnt()).isZero();
    assertThat(wire.sentError()).isEqualTo(ErrorCode.CANCELLED);
  }

  @Test
  void shouldDropAnswersWhenTheConnectionIsOver() throws ProtocolException {
    InboundRequest request = admit(1);
    answering.abandonAll();
    ByteBuf late = body();
    answer(request, late);
    request.fail(ErrorCode.BUSY, "busy");
    assertThat(request.isCancelled()).isTrue();
    assertThat(late.refCnt()).isZero();
    assertThat(wire.sent()).isEmpty();
  }
}
