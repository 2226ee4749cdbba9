package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class EntranceTest {
  private final Wire wire = new Wire();
  private final List<ChannelHandlerContext> encrypted = new ArrayList<>();

  /** The first bytes that come, which are those of a TLS handshake. */
  private ByteBuf greet(Predicate<ChannelHandlerContext> encrypt) {
    wire.channel.pipeline().addLast(new Entrance(wire.ending, false, encrypt));
    ByteBuf bytes = Unpooled.copiedBuffer(new byte[] {0x16, 3, 1});
    wire.channel.writeInbound(bytes);
    return bytes;
  }

  @Test
  void shouldEncryptWhatBeginsWithAHandshake() {
    ByteBuf bytes = greet(encrypted::add);
    assertThat(encrypted).hasSize(1);
    ByteBuf passedOn = wire.channel.readInbound();
    assertThat(passedOn).isSameAs(bytes);
    passedOn.release();
    assertThat(wire.channel.pipeline().get(Entrance.class)).isNull();
  }

  @Test
  void shouldComputeNothingForAConnectionThatIsBeingEnded() {
    wire.ending.isBeingClosed(
        new TransportException.Unreachable(ErrorCode.BUSY, "too many connections", null));
    ByteBuf bytes = greet(encrypted::add);
    assertThat(encrypted).isEmpty();
    assertThat(bytes.refCnt()).isZero();
    assertThat(wire.channel.inboundMessages()).isEmpty();
  }

  @Test
  void shouldEndAConnectionWithoutAWordWhenItCannotBeEncrypted() {
    ByteBuf bytes =
        greet(
            before -> {
              throw new IllegalStateException("no memory for an engine");
            });
    assertThat(wire.channel.isOpen()).isFalse();
    assertThat(wire.ending.exception().code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(wire.sent()).isEmpty();
    bytes.release(); // passed on, to a decoder that drops what comes
  }
}
