package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TrafficLimits;
import dev.shoal.transport.internal.limits.AddressShare;
import dev.shoal.transport.internal.limits.AddressTable;
import dev.shoal.transport.internal.limits.Meter;
import dev.shoal.transport.internal.limits.RefusalCounts;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameDecoderTest {
  private static final Heartbeat HEARTBEAT = Heartbeat.newBuilder().setDigest(42).build();

  /** A frame as bytes, and what should come of it. */
  private record Sample(InboundFrame frame, ByteString bytes, ByteString body) {
    static Sample control(int id) {
      return of(FrameKind.HEARTBEAT, 0, id, HEARTBEAT.toByteString(), ByteString.EMPTY);
    }

    static Sample of(FrameKind kind, int flags, int id, ByteString header, ByteString body) {
      try {
        return new Sample(
            new InboundFrame(kind, flags, id, kind.parser().parseFrom(header), body.size()),
            FrameDecoderTest.frame(kind.number(), flags, id, header, body),
            body);
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    static Sample unknown(int number, int id, ByteString header, ByteString body) {
      return new Sample(
          new InboundFrame(null, 0, id, null, body.size()),
          FrameDecoderTest.frame(number, 0, id, header, body),
          ByteString.EMPTY);
    }
  }

  private static ByteString frame(int kind, int flags, int id, ByteString header, ByteString body) {
    return prefix(header.size(), body.size(), kind, flags, id).concat(header).concat(body);
  }

  private static ByteString prefix(int header, int body, int kind, int flags, int id) {
    ByteBuf prefix = Unpooled.buffer(FramePrefix.LENGTH);
    prefix.writeInt(header).writeInt(body).writeShort(kind).writeShort(flags).writeInt(id);
    return ByteString.copyFrom(prefix.array());
  }

  /** What came out: the frames, and the bytes of the body behind each. */
  private static final class Decoded {
    final List<InboundFrame> frames = new ArrayList<>();
    final List<ByteString> bodies = new ArrayList<>();

    static Decoded of(EmbeddedChannel channel) {
      Decoded decoded = new Decoded();
      Object message;
      while ((message = channel.readInbound()) != null) {
        if (message instanceof ByteBuf piece) {
          int last = decoded.bodies.size() - 1;
          byte[] bytes = new byte[piece.readableBytes()];
          piece.readBytes(bytes);
          piece.release();
          decoded.bodies.set(last, decoded.bodies.get(last).concat(ByteString.copyFrom(bytes)));
        } else {
          decoded.frames.add((InboundFrame) message);
          decoded.bodies.add(ByteString.EMPTY);
        }
      }
      return decoded;
    }
  }

  private static ByteString stream(List<Sample> samples) {
    return samples.stream().map(Sample::bytes).reduce(ByteString.EMPTY, ByteString::concat);
  }

  private static void assertDecoded(EmbeddedChannel channel, List<Sample> samples) {
    Decoded decoded = Decoded.of(channel);
    assertThat(decoded.frames).isEqualTo(samples.stream().map(Sample::frame).toList());
    assertThat(decoded.bodies).isEqualTo(samples.stream().map(Sample::body).toList());
    assertThat(channel.finish()).isFalse();
  }

  private static ByteBuf direct(ByteString bytes) {
    return UnpooledByteBufAllocator.DEFAULT
        .directBuffer(Math.max(1, bytes.size()))
        .writeBytes(bytes.asReadOnlyByteBuffer());
  }

  private static ByteString random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static List<Sample> mixture() {
    ByteString chunkHeader = ChunkData.newBuilder().setOffset(77).build().toByteString();
    return List.of(
        Sample.control(1),
        Sample.of(FrameKind.PING, 0, 0, ByteString.EMPTY, ByteString.EMPTY),
        Sample.of(FrameKind.CHUNK_DATA, 0, 2, chunkHeader, random(1, 300)),
        Sample.unknown(0x7001, 9, random(2, 50), random(3, 200)),
        Sample.of(FrameKind.CHUNK_DATA, 1, -1, ByteString.EMPTY, random(4, 1)),
        Sample.control(3));
  }

  @Test
  void shouldDecodeWhenEveryByteComesAlone() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    ByteString bytes = stream(mixture());
    for (int i = 0; i < bytes.size(); i++) {
      channel.writeInbound(direct(bytes.substring(i, i + 1)));
    }
    assertDecoded(channel, mixture());
  }

  @Test
  void shouldDecodeWhenTheStreamIsCutInTwoAnywhere() {
    ByteString bytes = stream(mixture());
    for (int cut = 0; cut <= bytes.size(); cut++) {
      EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
      channel.writeInbound(direct(bytes.substring(0, cut)));
      channel.writeInbound(direct(bytes.substring(cut)));
      assertDecoded(channel, mixture());
    }
  }

  @Property(tries = 300)
  void shouldDecodeWhatWasSentHoweverItIsCut(
      @ForAll("samples") List<Sample> samples, @ForAll @Size(max = 40) List<Integer> cuts) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    ByteString rest = stream(samples);
    for (int cut : cuts) {
      int length = Math.floorMod(cut, rest.size() + 1);
      channel.writeInbound(direct(rest.substring(0, length)));
      rest = rest.substring(length);
    }
    channel.writeInbound(direct(rest));
    assertDecoded(channel, samples);
  }

  @Property(tries = 300)
  void shouldLeakNothingAndStayCalmOnGarbage(@ForAll @Size(max = 200) byte[] garbage) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    try {
      channel.writeInbound(direct(ByteString.copyFrom(garbage)));
      channel.checkException();
    } catch (Exception e) {
      assertThat(e).isInstanceOf(ProtocolException.class);
    }
    channel.finishAndReleaseAll();
  }

  @Provide
  static Arbitrary<List<Sample>> samples() {
    Arbitrary<Integer> ids = Arbitraries.integers();
    Arbitrary<ByteString> bodies =
        Arbitraries.integers().between(0, 5000).map(length -> random(length, length));
    Arbitrary<Sample> control = ids.map(Sample::control);
    Arbitrary<Sample> data =
        Combinators.combine(Arbitraries.integers().between(0, 1), ids, ids, bodies)
            .as(
                (flags, id, offset, body) ->
                    Sample.of(
                        FrameKind.CHUNK_DATA,
                        flags,
                        id,
                        ChunkData.newBuilder().setOffset(offset).build().toByteString(),
                        body));
    Arbitrary<Sample> register =
        Combinators.combine(ids, bodies)
            .as(
                (id, set) ->
                    Sample.of(
                        FrameKind.REGISTER,
                        0,
                        id,
                        Register.newBuilder()
                            .addRegistrations(Registration.newBuilder().setChunkSet(set))
                            .build()
                            .toByteString(),
                        ByteString.EMPTY));
    Arbitrary<Sample> unknown =
        Combinators.combine(Arbitraries.integers().between(0x400, 0xFFFF), ids, bodies, bodies)
            .as(Sample::unknown);
    return Arbitraries.oneOf(control, data, register, unknown).list().ofMaxSize(12);
  }

  @Test
  void shouldPassBodiesOnAsTheyArrive() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    ByteString body = random(1, 1000);
    channel.writeInbound(
        direct(
            frame(FrameKind.CHUNK_DATA.number(), 1, 5, ByteString.EMPTY, body).substring(0, 26)));
    assertThat(channel.<InboundFrame>readInbound().bodyLength()).isEqualTo(1000);
    ByteBuf head = channel.readInbound();
    assertThat(head.readableBytes()).isEqualTo(10);
    head.release();

    ByteBuf arrived = direct(body.substring(10, 500));
    channel.writeInbound(arrived);
    ByteBuf piece = channel.readInbound();
    assertThat(piece.memoryAddress()).as("the same memory").isEqualTo(arrived.memoryAddress());
    assertThat(piece.readableBytes()).isEqualTo(490);
    piece.release();
    assertThat(arrived.refCnt()).isZero();
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @EnumSource(FrameKind.class)
  void shouldRefuseWhatExceedsTheCapsOfItsKindBeforeAnythingIsAllocated(FrameKind kind) {
    assertRefused(prefix(kind.maxHeader() + 1, 0, kind.number(), 0, 1));
    assertRefused(prefix(0, kind.maxBody() + 1, kind.number(), 0, 1));
    assertRefused(prefix(-1, 0, kind.number(), 0, 1));
    assertRefused(prefix(0, -1, kind.number(), 0, 1));
    assertRefused(prefix(Integer.MIN_VALUE, Integer.MIN_VALUE, kind.number(), 0, 1));
  }

  @Test
  void shouldRefuseWhatExceedsTheCapsOfAnyKindWhenTheKindIsUnknown() {
    assertRefused(prefix(Limits.MAX_HEADER_BYTES + 1, 0, 0x7777, 0, 1));
    assertRefused(prefix(0, Limits.MAX_BODY_BYTES + 1, 0x7777, 0, 1));
  }

  private static void assertRefused(ByteString prefix) {
    CountingAllocator allocator = new CountingAllocator();
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    channel.config().setAllocator(allocator);
    assertThatThrownBy(() -> channel.writeInbound(direct(prefix)))
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE));
    assertThat(allocator.allocated).isZero();
    assertThat(channel.finish()).isFalse();
  }

  @Test
  void shouldTakeMemoryForAHeaderOnlyAsItArrives() {
    CountingAllocator allocator = new CountingAllocator();
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    channel.config().setAllocator(allocator);
    int header = Limits.MAX_HEADER_BYTES;
    channel.writeInbound(direct(prefix(header, 0, FrameKind.REGISTER.number(), 0, 1)));
    channel.writeInbound(direct(random(1, 100)));
    assertThat(allocator.buffers.get(0).capacity()).isLessThanOrEqualTo(200);
    channel.writeInbound(direct(random(2, 10_000)));
    assertThat(allocator.buffers.get(0).capacity()).isLessThanOrEqualTo(2 * 10_100);
    channel.finishAndReleaseAll();
    assertThat(allocator.buffers).hasSize(1).allMatch(buffer -> buffer.refCnt() == 0);
  }

  @Test
  void shouldKeepNoMoreOfAddressThanItMayAndLetGoInEveryCase() throws ProtocolException {
    TrafficLimits limits = TrafficLimits.builder().loopback(true).bytesPerAddress(1 << 20).build();
    AddressShare share =
        Objects.requireNonNull(
            new AddressTable(limits, () -> 0).enter(InetAddress.getLoopbackAddress(), true));
    Meter meter = new Meter(limits, share, new RefusalCounts(), 0);
    meter.keep((int) limits.unfinishedPerAddress() - 1000);

    ByteString frame =
        frame(
            FrameKind.REGISTER.number(),
            0,
            1,
            Register.newBuilder()
                .addRegistrations(Registration.newBuilder().setChunkSet(random(1, 900)))
                .build()
                .toByteString(),
            ByteString.EMPTY);
    for (int round = 0; round < 10; round++) {
      EmbeddedChannel whole = limited(limits, meter);
      whole.writeInbound(direct(frame.substring(0, 500)));
      whole.writeInbound(direct(frame.substring(500)));
      assertThat(whole.<InboundFrame>readInbound().header()).isInstanceOf(Register.class);
      EmbeddedChannel lost = limited(limits, meter);
      lost.writeInbound(direct(frame.substring(0, 500)));
      lost.finishAndReleaseAll();
      whole.finishAndReleaseAll();
    }

    EmbeddedChannel tooMuch = limited(limits, meter);
    int large = Limits.MAX_HEADER_BYTES;
    tooMuch.writeInbound(direct(prefix(large, 0, FrameKind.REGISTER.number(), 0, 1)));
    assertThatThrownBy(() -> tooMuch.writeInbound(direct(random(2, 1001))))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    tooMuch.finishAndReleaseAll();
    meter.keep(1000); // nothing else is kept
  }

  private static EmbeddedChannel limited(TrafficLimits limits, Meter meter) {
    return new EmbeddedChannel(
        new FrameDecoder(new Intake(limits, meter, ReceiveCap.idle(), Duration.ZERO, () -> 0)));
  }

  @Test
  void shouldRefuseUnknownFlags() {
    assertViolation(
        prefix(0, 0, FrameKind.PING.number(), 0x8000, 0), "PING has unknown flags 0x8000");
  }

  @Test
  void shouldRefuseAMalformedHeader() {
    ByteString truncatedField = ByteString.copyFrom(new byte[] {0x0A, 0x55});
    assertViolation(
        frame(FrameKind.QUERY.number(), 0, 1, truncatedField, ByteString.EMPTY),
        "QUERY has a malformed header: ");
  }

  private static void assertViolation(ByteString bytes, String message) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    assertThatThrownBy(() -> channel.writeInbound(direct(bytes.concat(bytes))))
        .hasMessageStartingWith(message)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION));
    channel.writeInbound(direct(Sample.control(1).bytes()));
    assertThat(channel.<Object>readInbound()).as("nothing after a violation").isNull();
    assertThat(channel.finish()).isFalse();
  }

  @Test
  void shouldLeakNothingWhenTheChannelIsClosedWithinAFrame() {
    ByteString bytes = stream(mixture());
    for (int cut = 0; cut < bytes.size(); cut++) {
      EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
      ByteBuf first = direct(bytes.substring(0, cut / 2));
      ByteBuf second = direct(bytes.substring(cut / 2, cut));
      channel.writeInbound(first, second);
      channel.finishAndReleaseAll();
      assertThat(first.refCnt() + second.refCnt()).isZero();
    }
  }

  @Test
  void shouldWaitWithFramesWhileAnswersCannotLeave() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    channel.write(Unpooled.wrappedBuffer(new byte[100]));
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.writeInbound(direct(stream(mixture())));
    assertThat(channel.<Object>readInbound()).isNull();

    channel.flush();
    assertThat(channel.config().isAutoRead()).isTrue();
    channel.releaseOutbound();
    assertDecoded(channel, mixture());
  }

  @Test
  void shouldStopBetweenFramesWhenAnAnswerFillsTheLine() {
    List<Object> seen = new ArrayList<>();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new FrameDecoder(),
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                seen.add(message);
                ctx.write(Unpooled.wrappedBuffer(new byte[100]));
              }
            });
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    channel.writeInbound(
        direct(stream(List.of(Sample.control(1), Sample.control(2), Sample.control(3)))));
    assertThat(seen).hasSize(1);
    channel.flush();
    assertThat(seen).hasSize(2);
    channel.flush();
    assertThat(seen).hasSize(3);
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldReleaseWhatWaitsWhenTheChannelIsClosed() {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(10, 20));
    channel.write(Unpooled.wrappedBuffer(new byte[100]));
    ByteBuf waiting = direct(stream(mixture()));
    channel.writeInbound(waiting);
    assertThat(waiting.refCnt()).isEqualTo(1);
    channel.close();
    channel.finishAndReleaseAll();
    assertThat(waiting.refCnt()).isZero();
  }

  @Test
  void shouldDropEverythingOnceStopped() {
    FrameDecoder decoder = new FrameDecoder();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            decoder,
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                decoder.stop(ctx.channel());
                ctx.fireChannelRead(message);
              }
            });
    ByteBuf first = direct(stream(mixture()));
    ByteBuf second = direct(stream(mixture()));
    channel.writeInbound(first, second);
    assertThat(Decoded.of(channel).frames).containsExactly(mixture().get(0).frame());
    assertThat(first.refCnt() + second.refCnt()).isZero();
    channel.finishAndReleaseAll();
  }

  /** Adds up what is asked of it. */
  private static final class CountingAllocator extends AbstractByteBufAllocator {
    final List<ByteBuf> buffers = new ArrayList<>();
    long allocated;

    private ByteBuf counted(ByteBuf buffer) {
      allocated += buffer.capacity();
      buffers.add(buffer);
      return buffer;
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return counted(new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity));
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      return counted(new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity));
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  @Test
  void shouldKeepHeaderBytesOfEveryLength() {
    for (int length : new int[] {1, 2, 127, 128, 4096}) {
      byte[] set = new byte[length];
      Arrays.fill(set, (byte) length);
      Sample sample =
          Sample.of(
              FrameKind.REGISTER,
              0,
              length,
              Register.newBuilder()
                  .addRegistrations(Registration.newBuilder().setChunkSet(ByteString.copyFrom(set)))
                  .build()
                  .toByteString(),
              ByteString.EMPTY);
      EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
      channel.writeInbound(direct(sample.bytes()));
      assertDecoded(channel, List.of(sample));
    }
  }
}
