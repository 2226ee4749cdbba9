package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Query;
import dev.shoal.transport.EchoingRequests;
import dev.shoal.transport.HotRequests;
import dev.shoal.transport.internal.limits.Meter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hot requests through the decoder, over an embedded channel. */
class HotPathTest {
  private EmbeddedChannel channel;
  private Ending ending;
  private Answering answering;
  private int writes;

  HotPathTest() {
    assemble(new EchoingRequests());
  }

  /** Makes the path of a connection; there is one at a time. */
  private void assemble(HotRequests requests) {
    FrameDecoder decoder = new FrameDecoder();
    channel =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                writes++;
                ctx.write(message, promise);
              }
            },
            decoder,
            FrameEncoder.INSTANCE);
    EmbeddedChannel made = channel;
    ending = new Ending(made, () -> decoder.stop(made));
    Outbox outbox = new Outbox(made, ending);
    BodySender bodies =
        new BodySender(
            made, new SendWindow(1000), 1000, new SendTurns(), ending, () -> 0, () -> {});
    answering = new Answering(made.eventLoop(), outbox, bodies, Meter.unlimited(), 10, () -> {});
    decoder.divert(new HotPath(requests, ending, answering));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  /** A frame that was sent. */
  private record Sent(int kind, int id, ByteString header) {}

  @Test
  void shouldAnswerWhatArrivedTogetherWithOneWrite() {
    channel.writeInbound(buffer(queries(100)));

    assertAnswered(100);
    assertThat(writes).isEqualTo(1);
  }

  @Test
  void shouldAnswerWhenTheStreamIsCutInTwoAnywhere() {
    ByteString bytes = queries(3).concat(frame(FrameKind.QUERY, 4, Query.getDefaultInstance()));
    for (int cut = 0; cut <= bytes.size(); cut++) {
      assemble(new EchoingRequests());
      channel.writeInbound(buffer(bytes.substring(0, cut)));
      channel.writeInbound(buffer(bytes.substring(cut)));
      List<Sent> sent = sent();
      assertThat(sent).hasSize(4);
      assertThat(sent.subList(0, 3)).isEqualTo(answers(3));
      assertThat(sent.get(3)).isEqualTo(new Sent(0x010E, 4, ByteString.EMPTY));
      assertThat(channel.finish()).isFalse();
    }
  }

  @Test
  void shouldAnswerWhenEveryByteComesAlone() {
    for (byte each : queries(20).toByteArray()) {
      channel.writeInbound(buffer(ByteString.copyFrom(new byte[] {each})));
    }

    assertAnswered(20);
  }

  @Test
  void shouldAnswerBeforeAnOrdinaryRequestIsPassedOn() {
    ByteString heartbeat = frame(FrameKind.HEARTBEAT, 3, Heartbeat.getDefaultInstance());
    channel.writeInbound(buffer(queries(2).concat(heartbeat).concat(query(4, 4))));

    assertThat(channel.<InboundFrame>readInbound().kind()).isEqualTo(FrameKind.HEARTBEAT);
    assertThat(writes).isEqualTo(2);
    assertThat(sent()).extracting(Sent::id).containsExactly(1, 2, 4);
  }

  @Test
  void shouldAnswerWithErrorAndLeaveTheStreamIntact() throws IOException {
    channel.writeInbound(
        buffer(
            query(1, 1)
                .concat(query(2, EchoingRequests.REFUSED))
                .concat(query(3, EchoingRequests.BUG))
                .concat(query(4, EchoingRequests.TOO_LARGE))
                .concat(query(5, EchoingRequests.LARGE))
                .concat(query(6, 6))));

    List<Sent> sent = sent();
    assertThat(sent).extracting(Sent::id).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(code(sent.get(1))).isEqualTo(ErrorCode.BUSY);
    assertThat(code(sent.get(2))).isEqualTo(ErrorCode.INTERNAL);
    assertThat(code(sent.get(3))).isEqualTo(ErrorCode.INTERNAL);
    assertThat(sent.get(4).header().size()).isEqualTo(FrameKind.SOURCES.maxHeader());
    assertThat(sent.get(5)).isEqualTo(answer(6));
  }

  @Test
  void shouldDeliverEarlierAnswersWhenTheProtocolIsBroken() {
    ByteString bytes = queries(3).concat(query(4, EchoingRequests.VIOLATION)).concat(query(5, 5));

    assertThatThrownBy(() -> channel.writeInbound(buffer(bytes))).hasMessage("that was wrong");

    assertAnswered(3);
  }

  @Test
  void shouldDeliverEarlierAnswersWhenAnIdIsZeroOrInUse() throws ProtocolException {
    answering.admit(9, FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
    assertThatThrownBy(() -> channel.writeInbound(buffer(queries(2).concat(query(9, 9)))))
        .hasMessage("QUERY has a request id that is in use");
    assertAnswered(2);

    assemble(new EchoingRequests());
    assertThatThrownBy(() -> channel.writeInbound(buffer(queries(2).concat(query(0, 9)))))
        .hasMessage("QUERY has a request id that is 0");
    assertAnswered(2);
  }

  @Test
  void shouldStopBetweenRequestsWhileAnswersCannotLeave() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    channel.write(Unpooled.wrappedBuffer(new byte[100]));
    channel.writeInbound(buffer(queries(5)));
    assertThat(writes).isEqualTo(1);

    channel.flush();
    channel.<ByteBuf>readOutbound().release();
    assertAnswered(5);
  }

  /** Where flushing makes room, nobody else tells the decoder to go on. */
  @Test
  void shouldGoOnWhenItsOwnFlushMakesRoom() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    HotRequests greedy =
        new HotRequests() {
          private final EchoingRequests echo = new EchoingRequests();

          @Override
          public boolean takes(FrameKind kind) {
            return true;
          }

          @Override
          public void answer(FrameKind kind, ByteBuf header, ByteBuf answer)
              throws ProtocolException {
            echo.answer(kind, header, answer);
            channel.write(Unpooled.EMPTY_BUFFER);
            channel.write(Unpooled.wrappedBuffer(new byte[100])); // not flushed by itself
          }
        };
    assemble(greedy);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    channel.writeInbound(buffer(queries(5)));

    assertThat(writes).as("two by the handler and one answer each").isEqualTo(15);
    channel.releaseOutbound();
  }

  @Test
  void shouldLeakNothingWhenTheConnectionIsEndedFromWithin() {
    HotRequests ender =
        new HotRequests() {
          @Override
          public boolean takes(FrameKind kind) {
            return kind == FrameKind.QUERY;
          }

          @Override
          public void answer(FrameKind kind, ByteBuf header, ByteBuf answer) {
            if (header.getByte(header.readerIndex() + 1) == 2) {
              ending.fail(new ProtocolException(ErrorCode.NO_LEASE, "over"));
            }
            answer.writeZero(5);
          }
        };
    assemble(ender);
    channel.writeInbound(buffer(queries(5)));

    assertThat(sent()).singleElement().matches(frame -> frame.id() == 0);
  }

  @Test
  void shouldLeaveRequestsToOthersOnceTheConnectionIsEnding() {
    ending.drain(Duration.ofSeconds(1));
    channel.writeInbound(buffer(queries(1)));

    assertThat(channel.<InboundFrame>readInbound().kind()).isEqualTo(FrameKind.QUERY);
    assertThat(sent()).isEmpty();
  }

  private void assertAnswered(int count) {
    assertThat(sent()).isEqualTo(answers(count));
  }

  private static List<Sent> answers(int count) {
    List<Sent> answers = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      answers.add(answer(id));
    }
    return answers;
  }

  private static Sent answer(int id) {
    return new Sent(FrameKind.SOURCES.number(), id, EchoingRequests.sources(id).toByteString());
  }

  private static ByteString queries(int count) {
    ByteString all = ByteString.EMPTY;
    for (int id = 1; id <= count; id++) {
      all = all.concat(query(id, id));
    }
    return all;
  }

  private static ByteString query(int id, int number) {
    return frame(FrameKind.QUERY, id, EchoingRequests.query(number));
  }

  private static ByteString frame(FrameKind kind, int id, MessageLite header) {
    ByteBuf prefix = Unpooled.buffer(FramePrefix.LENGTH);
    prefix
        .writeInt(header.getSerializedSize())
        .writeInt(0)
        .writeShort(kind.number())
        .writeShort(0)
        .writeInt(id);
    return ByteString.copyFrom(prefix.array()).concat(header.toByteString());
  }

  private static ByteBuf buffer(ByteString bytes) {
    return Unpooled.wrappedBuffer(bytes.toByteArray());
  }

  /** What was sent since the last call, cut into frames. */
  private List<Sent> sent() {
    ByteBuf all = Unpooled.buffer();
    ByteBuf each;
    while ((each = channel.readOutbound()) != null) {
      all.writeBytes(each);
      each.release();
    }
    List<Sent> frames = new ArrayList<>();
    while (all.isReadable()) {
      int length = all.readInt();
      assertThat(all.readInt()).as("body").isZero();
      int kind = all.readUnsignedShort();
      assertThat(all.readUnsignedShort()).isEqualTo(FramePrefix.FLAG_LAST);
      int id = all.readInt();
      byte[] header = new byte[length];
      all.readBytes(header);
      frames.add(new Sent(kind, id, ByteString.copyFrom(header)));
    }
    return frames;
  }

  private static ErrorCode code(Sent sent) throws IOException {
    assertThat(sent.kind()).isEqualTo(FrameKind.ERROR.number());
    return ErrorCode.of(Error.parseFrom(sent.header()).getCode());
  }
}
