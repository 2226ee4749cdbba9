package dev.shoal.benchmarks.micro;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.HashTree;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.transport.Body;
import dev.shoal.transport.SharedChannel;
import dev.shoal.transport.internal.FrameDecoder;
import dev.shoal.transport.internal.FrameEncoder;
import dev.shoal.transport.internal.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Encoding and decoding one frame, in a pipeline with a {@link Drain} in place of socket and
 * application: a control frame (the request of a chunk) and a data frame, whose body is a file
 * region on its way out and bytes on its way in. Beside them Protobuf's own work on the same
 * request.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class FrameCodecBenchmark extends MicroBenchmark {
  /** Requests that one read from the socket brings. */
  private static final int BATCH = 64;

  private static final int BODY = ChunkSize.DEFAULT;

  private final ByteString fileId = ByteString.copyFrom(new byte[HashTree.HASH_LENGTH]);
  private final Drain drain = new Drain();
  private final EmbeddedChannel encoder = channel(drain, FrameEncoder.INSTANCE);
  private final EmbeddedChannel decoder = channel(new FrameDecoder(), drain);
  private int number;

  private ContentFile content;
  private SharedChannel file;
  private Body region;
  private ByteBuf requestFrames;
  private ByteBuf dataFrame;
  private byte[] requestHeader;

  /** Opens a file to send from, and encodes what is to be decoded. */
  @Setup
  public void open() throws IOException {
    content = ContentFile.create(BODY);
    file = SharedChannel.open(content.path());
    region = Body.of(file, 0, BODY);
    requestFrames = Unpooled.directBuffer();
    for (int i = 0; i < BATCH; i++) {
      encode(requestFrame(), requestFrames);
    }
    dataFrame = Unpooled.directBuffer();
    encode(dataFrame(Unpooled.wrappedBuffer(new byte[BODY])), dataFrame);
    requestHeader = request().toByteArray();
  }

  /** Gives everything back. */
  @TearDown
  public void close() throws IOException {
    region.release();
    requestFrames.release();
    dataFrame.release();
    encoder.finishAndReleaseAll();
    decoder.finishAndReleaseAll();
    content.close();
  }

  @Benchmark
  public long encodeControl() {
    encoder.pipeline().write(requestFrame(), encoder.voidPromise());
    return drain.passed();
  }

  @Benchmark
  public long encodeData() {
    encoder.pipeline().write(dataFrame(region.slice(0, BODY)), encoder.voidPromise());
    return drain.passed();
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long decodeControl() {
    decoder.pipeline().fireChannelRead(requestFrames.retainedDuplicate());
    return drain.passed();
  }

  @Benchmark
  public long decodeData() {
    decoder.pipeline().fireChannelRead(dataFrame.retainedDuplicate());
    return drain.passed();
  }

  /** The header of {@link #encodeControl} made and written to an array. */
  @Benchmark
  public byte[] plainProtobufEncode() {
    return request().toByteArray();
  }

  /** The header of {@link #decodeControl} parsed from an array. */
  @Benchmark
  public ChunkRequest plainProtobufDecode() throws InvalidProtocolBufferException {
    return ChunkRequest.parseFrom(requestHeader);
  }

  private ChunkRequest request() {
    return ChunkRequest.newBuilder()
        .setFileId(fileId)
        .setChunkSize(BODY)
        .setChunk(number++ & 0xFFF)
        .build();
  }

  private OutboundFrame requestFrame() {
    return new OutboundFrame(FrameKind.CHUNK_REQUEST, 0, number | 1, request(), null, 0);
  }

  private OutboundFrame dataFrame(Object body) {
    ChunkData header = ChunkData.newBuilder().setOffset(BODY).build();
    return new OutboundFrame(
        FrameKind.CHUNK_DATA, FramePrefix.FLAG_LAST, ++number, header, body, BODY);
  }

  private static EmbeddedChannel channel(ChannelHandler first, ChannelHandler second) {
    EmbeddedChannel channel = new EmbeddedChannel(first, second);
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    return channel;
  }

  private static void encode(OutboundFrame frame, ByteBuf into) {
    EmbeddedChannel channel = new EmbeddedChannel(FrameEncoder.INSTANCE);
    channel.writeOutbound(frame);
    ByteBuf piece;
    while ((piece = channel.readOutbound()) != null) {
      into.writeBytes(piece);
      piece.release();
    }
    channel.finishAndReleaseAll();
  }
}
