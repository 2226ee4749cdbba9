package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.internal.limits.AddressTable;
import dev.shoal.transport.internal.limits.Meter;
import dev.shoal.transport.internal.limits.RefusalCounts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsEdgeTest {
  private static final int RATE = 32 * 1024;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Ending ending = new Ending(channel, () -> {});
  private int reads;

  @Test
  void shouldEndAHandshakeThatHasNoEnd() {
    connect(TrafficLimits.defaults());
    assertThat(channel.writeInbound(bytes(TlsEdge.LONGEST_HANDSHAKE))).isTrue();
    ByteBuf more = bytes(1);
    channel.writeInbound(more);
    assertThat(more.refCnt()).isZero();
    assertThat(channel.isOpen()).isFalse();
    assertThat(ending.exception()).hasMessage("the TLS handshake is longer than 65536 bytes");
    assertThat(channel.<ByteBuf>readInbound().release()).isTrue();
    assertThat(channel.<Object>readOutbound()).as("nothing is said").isNull();
  }

  @Test
  void shouldCountTheBytesOfAHandshakeAndStopReadingWhenTheyAreTooMany() {
    connect(TrafficLimits.builder().bytesPerAddress(RATE).loopback(true).build());
    channel.writeInbound(bytes(RATE));
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.writeInbound(bytes(RATE / 2));
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.inboundMessages().forEach(each -> ((ByteBuf) each).release());
    channel.inboundMessages().clear();
  }

  @Test
  void shouldLetNobodyReadWhileThisConnectionDoesNot() {
    connect(TrafficLimits.defaults());
    int before = reads;
    channel.config().setAutoRead(false);
    channel.read();
    assertThat(reads).isEqualTo(before);
    channel.config().setAutoRead(true);
    assertThat(reads).isEqualTo(before + 1);
  }

  private void connect(TrafficLimits limits) {
    AddressTable table = new AddressTable(limits, () -> 0);
    Meter meter =
        new Meter(
            limits,
            Objects.requireNonNull(table.enter(InetAddress.getLoopbackAddress(), true)),
            new RefusalCounts(),
            0);
    Intake intake = new Intake(limits, meter, ReceiveCap.idle(), Duration.ZERO, () -> 0);
    intake.encrypted();
    channel
        .pipeline()
        .addLast(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext ctx) {
                reads++;
                ctx.read();
              }
            },
            new TlsEdge(unfinished(), intake, ending));
  }

  private static ByteBuf bytes(int length) {
    return Unpooled.buffer(length).writeZero(length);
  }

  private static SslHandler unfinished() {
    try {
      return new SslHandler(SSLContext.getDefault().createSSLEngine());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
