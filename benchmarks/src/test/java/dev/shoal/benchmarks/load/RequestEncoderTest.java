package dev.shoal.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.FramePrefix;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.Unregister;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestEncoderTest {
  private static final int FILE = 4711;
  private static final long DIGEST = 0x0123_4567_89AB_CDEFL;

  private final FileIds files = new FileIds(1);
  private final Words words = new Words(List.of("amber", "birch"));
  private final ByteString id = ByteString.copyFrom(files.bytes(FILE));

  @ParameterizedTest
  @EnumSource
  void shouldEncodeAsTheGeneratedClassesDo(Operation operation) throws Exception {
    ByteBuf out = Unpooled.buffer().writeZero(3); // offsets must not be taken for absolute ones
    encoder(30, false).write(out, operation, 9, FILE, DIGEST);
    assertThat(header(out, operation.request(), 9)).isEqualTo(expected(operation));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 127, 128, 255, 256})
  void shouldAskForAnyNumberOfSources(int maxSources) throws Exception {
    ByteBuf out = Unpooled.buffer().writeZero(3);
    encoder(maxSources, true).write(out, Operation.QUERY, 9, FILE, DIGEST);
    assertThat(header(out, FrameKind.QUERY, 9))
        .isEqualTo(
            Query.newBuilder().setFileId(id).setMaxSources(maxSources).setSubscribe(true).build());
  }

  @Test
  void shouldRegisterFilesRoundAndRoundInOneBatch() throws Exception {
    ByteBuf out = Unpooled.buffer().writeZero(3);
    encoder(30, false).writeRegistrations(out, 9, FILE - 1, 2048, FILE + 1);
    Register register = (Register) header(out, FrameKind.REGISTER, 9);
    assertThat(register.getRegistrationsList())
        .hasSize(2048)
        .startsWith(registration(FILE - 1), registration(FILE), registration(0), registration(1))
        .doesNotHaveDuplicates();
  }

  private MessageLite expected(Operation operation) {
    return switch (operation) {
      case QUERY -> Query.newBuilder().setFileId(id).setMaxSources(30).build();
      case REGISTER -> Register.newBuilder().addRegistrations(registration(FILE)).build();
      case UNREGISTER -> Unregister.newBuilder().addFileIds(id).build();
      case DETAILS -> Details.newBuilder().setFileId(id).build();
      case HEARTBEAT -> Heartbeat.newBuilder().setDigest(DIGEST).build();
      case SEARCH -> Search.newBuilder().setText("birch").build();
      case PUBLISH ->
          Publish.newBuilder()
              .addFiles(
                  PublishedFile.newBuilder()
                      .setFileId(id)
                      .setLength(FILE + 1)
                      .setName("birch birch 4711"))
              .build();
    };
  }

  private Registration registration(int file) {
    return Registration.newBuilder()
        .setFileId(ByteString.copyFrom(files.bytes(file)))
        .setComplete(true)
        .build();
  }

  private RequestEncoder encoder(int maxSources, boolean subscribe) {
    return new RequestEncoder(files, words, maxSources, subscribe);
  }

  private static MessageLite header(ByteBuf out, FrameKind kind, int requestId) throws Exception {
    ByteBuf frame = out.skipBytes(3);
    assertThat(frame.getInt(3 + FramePrefix.BODY_LENGTH_OFFSET)).isZero();
    assertThat(frame.getShort(3 + FramePrefix.KIND_OFFSET)).isEqualTo((short) kind.number());
    assertThat(frame.getShort(3 + FramePrefix.FLAGS_OFFSET)).isZero();
    assertThat(frame.getInt(3 + FramePrefix.REQUEST_ID_OFFSET)).isEqualTo(requestId);
    int length = frame.getInt(3 + FramePrefix.HEADER_LENGTH_OFFSET);
    assertThat(length).isEqualTo(frame.readableBytes() - FramePrefix.LENGTH);
    return kind.parser().parseFrom(frame.nioBuffer(3 + FramePrefix.LENGTH, length));
  }
}
