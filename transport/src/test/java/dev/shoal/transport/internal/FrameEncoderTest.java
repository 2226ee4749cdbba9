package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Ping;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(FrameEncoder.INSTANCE);

  private static OutboundFrame data(ByteBuf body, int length) {
    return new OutboundFrame(
        FrameKind.CHUNK_DATA,
        FramePrefix.FLAG_LAST,
        7,
        ChunkData.newBuilder().setOffset(300).build(),
        body,
        length);
  }

  @Test
  void shouldWriteOneExactDirectBufferThenTheBareBody() throws Exception {
    ByteBuf body = Unpooled.wrappedBuffer(new byte[20]);
    assertThat(channel.writeOutbound(data(body, 20))).isTrue();

    ByteBuf head = channel.readOutbound();
    ChunkData header = ChunkData.newBuilder().setOffset(300).build();
    assertThat(head.isDirect()).isTrue();
    assertThat(head.capacity()).isEqualTo(16 + header.getSerializedSize());
    assertThat(head.readInt()).isEqualTo(header.getSerializedSize());
    assertThat(head.readInt()).isEqualTo(20);
    assertThat(head.readUnsignedShort()).isEqualTo(0x0209);
    assertThat(head.readUnsignedShort()).isEqualTo(1);
    assertThat(head.readInt()).isEqualTo(7);
    assertThat(ChunkData.parseFrom(head.nioBuffer())).isEqualTo(header);
    head.release();

    assertThat(channel.<Object>readOutbound()).isSameAs(body);
    assertThat(channel.<Object>readOutbound()).isNull();
    body.release();
    channel.finish();
  }

  @Test
  void shouldWriteOnlyTheHeadWhenThereIsNoBody() {
    channel.writeOutbound(OutboundFrame.control(FrameKind.PING, 0, Ping.getDefaultInstance()));
    ByteBuf head = channel.readOutbound();
    assertThat(head.readableBytes()).isEqualTo(16);
    head.release();
    assertThat(channel.finish()).isFalse();
  }

  @Test
  void shouldFailThePromiseAndReleaseTheBodyWhenTheBodyIsTooLarge() {
    ByteBuf body = Unpooled.wrappedBuffer(new byte[1]);
    assertRefused(data(body, FrameKind.CHUNK_DATA.maxBody() + 1), ProtocolException.class);
    assertThat(body.refCnt()).isZero();
  }

  @Test
  void shouldFailThePromiseWhenTheHeaderIsTooLarge() {
    Error error = Error.newBuilder().setMessage("x".repeat(5000)).build();
    Throwable cause =
        assertRefused(OutboundFrame.answer(FrameKind.ERROR, 1, error), ProtocolException.class);
    assertThat(((ProtocolException) cause).code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
  }

  @Test
  void shouldFailThePromiseWhenTheHeaderIsOfAnotherKind() {
    assertRefused(
        OutboundFrame.control(FrameKind.PONG, 0, Ping.getDefaultInstance()),
        IllegalArgumentException.class);
  }

  private Throwable assertRefused(OutboundFrame frame, Class<? extends Throwable> type) {
    ChannelFuture written = channel.writeAndFlush(frame);
    assertThat(written.cause()).isInstanceOf(type);
    assertThat(channel.finish()).as("anything written").isFalse();
    return written.cause();
  }

  @Test
  void shouldKeepErrorSentencesWithinTheirCap() {
    String fishes = "\uD83D\uDC1F".repeat(600);
    for (String message :
        new String[] {"x".repeat(10_000), "\u20AC".repeat(600), fishes, "y" + fishes}) {
      channel.writeOutbound(OutboundFrame.error(1, ErrorCode.BUSY, message));
      ByteBuf head = channel.readOutbound();
      assertThat(head.readableBytes()).isBetween(500, FrameKind.ERROR.maxHeader() + 16);
      head.release();
    }
    channel.finish();
  }
}
