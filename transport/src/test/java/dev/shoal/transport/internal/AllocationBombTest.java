package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.sun.management.ThreadMXBean;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A header takes little more memory when it is parsed than it took on the wire. */
class AllocationBombTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_PER_BYTE = 12;
  private static final int ANYWAY = 1 << 20;

  /** What a message costs that is as large as it may be and has as many fields as it can. */
  @ParameterizedTest
  @EnumSource(FrameKind.class)
  void shouldNotGrowWhenAHeaderIsParsed(FrameKind kind) throws IOException {
    for (Map.Entry<String, ByteString> bomb : bombs(kind).entrySet()) {
      assertThat(bomb.getValue().size()).isLessThanOrEqualTo(kind.maxHeader());
      decode(kind, bomb.getValue()); // loads classes
      assertThat(decode(kind, bomb.getValue()))
          .as("%s in %d bytes", bomb.getKey(), bomb.getValue().size())
          .isLessThan((long) MOST_PER_BYTE * kind.maxHeader() + ANYWAY);
    }
  }

  @Test
  void shouldSayWhatIsTooMuch() throws IOException {
    ByteString files = Objects.requireNonNull(bombs(FrameKind.PUBLISH).get("files"));

    assertThatThrownBy(() -> new Decoding(FrameKind.PUBLISH, files).run())
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION))
        .hasMessage("PUBLISH has more than 4096 fields");
  }

  /** It is for whoever answers to say that the batch is too large. */
  @Test
  void shouldTakeAsManyFieldsAsItMay() {
    Publish many =
        Publish.newBuilder()
            .addAllFiles(
                Collections.nCopies(
                    HeaderFields.MOST, PublishedFile.newBuilder().setName("x").build()))
            .build();

    Decoding decoding = new Decoding(FrameKind.PUBLISH, many.toByteString());
    decoding.run();

    assertThat(decoding.channel.<InboundFrame>readInbound().header()).isEqualTo(many);
    decoding.end();
  }

  private static long decode(FrameKind kind, ByteString header) {
    Decoding decoding = new Decoding(kind, header);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      decoding.run();
    } catch (DecoderException | IllegalStateException e) {
      throw new AssertionError(e);
    } catch (Exception e) {
      assertThat(e).isInstanceOf(ProtocolException.class);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    decoding.end();
    return allocated;
  }

  /** One frame on its way through a decoder. */
  private static final class Decoding {
    final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
    private final ByteBuf frame;

    Decoding(FrameKind kind, ByteString header) {
      frame =
          Unpooled.directBuffer()
              .writeInt(header.size())
              .writeInt(0)
              .writeShort(kind.number())
              .writeShort(0)
              .writeInt(1)
              .writeBytes(header.asReadOnlyByteBuffer());
    }

    void run() {
      channel.writeInbound(frame);
    }

    void end() {
      channel.finishAndReleaseAll();
    }
  }

  /** Headers that are as large as the kind's may be, by what they are full of. */
  private static Map<String, ByteString> bombs(FrameKind kind) throws IOException {
    Message prototype = (Message) kind.parser().parseFrom(new byte[0]);
    Map<String, ByteString> bombs = new LinkedHashMap<>();
    int room = kind.maxHeader() - 2 * CodedOutputStream.computeUInt32SizeNoTag(-1);
    bombs.put("unknown fields", unknown(kind.maxHeader()));
    for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
      if (field.getType() == FieldDescriptor.Type.MESSAGE) {
        bombs.put("unknown fields in " + field.getName(), within(field, unknown(room)));
        for (FieldDescriptor inner : field.getMessageType().getFields()) {
          if (inner.isRepeated()) {
            bombs.put(inner.getFullName(), within(field, repeated(inner, room)));
          }
        }
      }
      if (field.isRepeated()) {
        bombs.put(field.getName(), repeated(field, room));
      }
    }
    return bombs;
  }

  private static ByteString unknown(int room) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    int written = 0;
    for (int number = 16; ; number++) {
      written += CodedOutputStream.computeUInt32Size(number, 0);
      if (written > room) {
        break;
      }
      out.writeUInt32(number, 0);
    }
    out.flush();
    return bytes.toByteString();
  }

  private static ByteString repeated(FieldDescriptor field, int room) throws IOException {
    if (field.isPackable()) {
      return within(field, ByteString.copyFrom(new byte[Math.max(0, room)]));
    }
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < room / 2; i++) {
      out.writeBytes(field.getNumber(), ByteString.EMPTY);
    }
    out.flush();
    return bytes.toByteString();
  }

  private static ByteString within(FieldDescriptor field, ByteString content) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeBytes(field.getNumber(), content);
    out.flush();
    return bytes.toByteString();
  }
}
