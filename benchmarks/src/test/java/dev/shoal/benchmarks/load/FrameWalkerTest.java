package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameWalkerTest {
  private final List<String> frames = new ArrayList<>();
  private final FrameWalker walker =
      new FrameWalker(
          (kind, flags, id, bytes, at, length) ->
              frames.add(
                  kind + " " + flags + " " + id + " " + ByteBufUtil.hexDump(bytes, at, length)));

  @Property(tries = 300)
  void shouldFindEveryFrameWhereverTheBytesAreCut(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 700) Integer> lengths,
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 900) Integer> cuts)
      throws ProtocolException {
    ByteBuf all = Unpooled.buffer();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      byte[] header = new byte[lengths.get(i)];
      Arrays.fill(header, (byte) i);
      all.writeBytes(Frames.bytes(FrameKind.SOURCES, i, header));
      all.setShort(all.writerIndex() - header.length - 6, FramePrefix.FLAG_LAST);
      expected.add("SOURCES 1 " + i + " " + ByteBufUtil.hexDump(header));
    }
    frames.clear();
    for (int cut : cuts) {
      walker.walk(all.readSlice(Math.min(cut, all.readableBytes())));
    }
    walker.walk(all);
    assertThat(frames).isEqualTo(expected);
    assertThat(walker.isBetweenFrames()).isTrue();
  }

  @Test
  void shouldFindEveryFrameWhenBytesComeOneByOne() throws ProtocolException {
    ByteBuf all = Unpooled.buffer();
    all.writeBytes(Frames.bytes(FrameKind.SOURCES, 1, new byte[300]));
    all.writeBytes(Frames.bytes(FrameKind.PING, 0, new byte[0]));
    while (all.isReadable()) {
      walker.walk(all.readSlice(1));
    }
    assertThat(frames).hasSize(2).last().isEqualTo("PING 0 0 ");
  }

  @Test
  void shouldRefuseAFrameAboveTheCapOfItsKindBeforeItsHeaderHasCome() {
    byte[] prefix = Frames.prefix(FrameKind.LEASE, 1, FrameKind.LEASE.maxHeader() + 1);
    assertRefused(prefix, ErrorCode.FRAME_TOO_LARGE);
  }

  @Test
  void shouldRefuseALengthWithTheTopBit() {
    assertRefused(Frames.prefix(FrameKind.LEASE, 1, -1), ErrorCode.FRAME_TOO_LARGE);
  }

  @Test
  void shouldRefuseABodyBecauseTrackersSendNone() {
    byte[] frame = Frames.bytes(FrameKind.SOURCES, 1, new byte[0]);
    frame[FramePrefix.BODY_LENGTH_OFFSET + 3] = 1;
    assertRefused(frame, ErrorCode.FRAME_TOO_LARGE);
  }

  @Test
  void shouldRefuseAKindThatItDoesNotKnow() {
    byte[] frame = Frames.bytes(FrameKind.SOURCES, 1, new byte[0]);
    frame[FramePrefix.KIND_OFFSET] = 0x77;
    assertRefused(frame, ErrorCode.UNKNOWN_KIND);
  }

  private void assertRefused(byte[] bytes, ErrorCode code) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> walker.walk(Unpooled.wrappedBuffer(bytes)))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
