package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.wire.AccessProto;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.ConnectionProto;
import dev.shoal.protocol.wire.PeerProto;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.TrackerProto;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md must say what the code does: tables, messages, examples. */
@Tag("any-jdk")
class ProtocolDocumentTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int EXAMPLE_LENGTH = 150_000;
  private static final PeerId HOLDER =
      PeerId.parse("f0e1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899aabbccddeeff");

  private final ProtocolDocument document = ProtocolDocument.read();

  ProtocolDocumentTest() throws IOException {}

  @Test
  void shouldListEveryKindWithItsCaps() {
    List<List<String>> expected =
        Arrays.stream(FrameKind.values())
            .map(
                kind ->
                    List.of(
                        String.format("0x%04x", kind.number()),
                        kind.name(),
                        kind.place().name().toLowerCase(Locale.ROOT),
                        String.valueOf(kind.maxHeader()),
                        String.valueOf(kind.maxBody())))
            .toList();

    assertThat(columns("9. Kinds and their caps", 5)).isEqualTo(expected);
  }

  @Test
  void shouldListEveryLimit() {
    List<List<String>> expected =
        Arrays.stream(Limits.class.getFields())
            .map(field -> List.of(field.getName(), valueOf(field)))
            .toList();

    assertThat(columns("10. Limits", 2)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String valueOf(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldListEveryErrorCode() {
    List<List<String>> expected =
        Arrays.stream(ErrorCode.values())
            .map(code -> List.of(String.valueOf(code.number()), code.name()))
            .toList();

    assertThat(columns("11. Error codes", 2)).isEqualTo(expected);
  }

  @Test
  void shouldDescribeEveryFieldOfEveryMessage() {
    List<Descriptor> messages =
        Stream.of(
                ConnectionProto.getDescriptor(),
                TrackerProto.getDescriptor(),
                PeerProto.getDescriptor(),
                AccessProto.getDescriptor())
            .flatMap(file -> file.getMessageTypes().stream())
            .toList();

    assertThat(document.headings(4))
        .containsExactlyInAnyOrderElementsOf(messages.stream().map(Descriptor::getName).toList());
    for (Descriptor message : messages) {
      List<List<String>> expected =
          message.getFields().stream()
              .map(f -> List.of(String.valueOf(f.getNumber()), f.getName(), typeOf(f)))
              .toList();
      assertThat(columns(message.getName(), 3)).as(message.getName()).isEqualTo(expected);
    }
  }

  private static String typeOf(FieldDescriptor field) {
    String type =
        switch (field.getType()) {
          case MESSAGE -> field.getMessageType().getName();
          case ENUM -> field.getEnumType().getName();
          default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    String label =
        field.isRepeated() ? "repeated " : field.toProto().getProto3Optional() ? "optional " : "";
    return label + type;
  }

  @Test
  void shouldNameEveryKindAfterItsMessage() {
    for (FrameKind kind : FrameKind.values()) {
      String message = LargestMessages.of(kind).getClass().getSimpleName();
      assertThat(message.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT))
          .isEqualTo(kind.name());
    }
  }

  @Test
  void shouldGiveTrueRootsAndIds() {
    List<List<String>> examples =
        document.rows("2.6 Examples").stream().filter(row -> row.get(1).length() == 64).toList();

    assertThat(examples).hasSize(8);
    for (List<String> example : examples) {
      byte[] content = content(Integer.parseInt(example.get(0)));
      Manifest manifest = Contents.manifest(content, ChunkSize.forLength(content.length));
      assertThat(HEX.formatHex(manifest.root())).isEqualTo(example.get(1));
      assertThat(manifest.fileId()).hasToString(example.get(2));
    }
  }

  @Test
  void shouldGiveTrueChunkHashes() {
    Manifest manifest = example();
    List<List<String>> expected = new ArrayList<>();
    for (int chunk = 0; chunk < manifest.layout().count(); chunk++) {
      byte[] hash = new byte[HashTree.HASH_LENGTH];
      manifest.hashes(chunk, 1).get(hash);
      expected.add(
          List.of(
              String.valueOf(chunk),
              String.valueOf(manifest.layout().size(chunk)),
              HEX.formatHex(hash)));
    }

    assertThat(columns("2.6 Examples", 3)).containsAll(expected);
  }

  @Test
  void shouldGiveTrueHashesOfMissingLeaves() {
    for (List<String> row : document.rows("2.1 The hash tree")) {
      byte[] zero = new byte[HashTree.HASH_LENGTH];
      int width = 1 << Integer.parseInt(row.get(0));
      assertThat(HEX.formatHex(HashTree.foldInPlace(HashTree.sha256(), zero, 1, width, 0)))
          .isEqualTo(row.get(1));
    }
  }

  @Test
  void shouldGiveTrueFrames() {
    ByteString id = ByteString.copyFrom(example().fileId().toBytes());
    ChunkRequest request =
        ChunkRequest.newBuilder().setFileId(id).setChunkSize(ChunkSize.MIN).setChunk(2).build();
    ChunkData second = ChunkData.newBuilder().setOffset(4096).build();
    int rest = example().layout().size(2) - 4096;
    String text = document.text().replaceAll("\\s", "");

    assertThat(text)
        .contains(frame(FrameKind.PING, 0, 0, Ping.getDefaultInstance(), 0))
        .contains(frame(FrameKind.CHUNK_REQUEST, 0, 7, request, 0))
        .contains(frame(FrameKind.CHUNK_DATA, FramePrefix.FLAG_LAST, 7, second, rest));
  }

  private static String frame(
      FrameKind kind, int flags, int requestId, MessageLite header, int bodyLength) {
    byte[] encoded = header.toByteArray();
    ByteBuffer frame = ByteBuffer.allocate(FramePrefix.LENGTH + encoded.length);
    frame
        .putInt(FramePrefix.HEADER_LENGTH_OFFSET, encoded.length)
        .putInt(FramePrefix.BODY_LENGTH_OFFSET, bodyLength)
        .putShort(FramePrefix.KIND_OFFSET, (short) kind.number())
        .putShort(FramePrefix.FLAGS_OFFSET, (short) flags)
        .putInt(FramePrefix.REQUEST_ID_OFFSET, requestId)
        .put(FramePrefix.LENGTH, encoded);
    return HEX.formatHex(frame.array());
  }

  @Test
  void shouldGiveTrueChunkSetAndDigest() {
    ChunkSet set = ChunkSet.empty(3);
    set.add(0);
    set.add(2);
    Registration registration =
        Registration.newBuilder()
            .setFileId(ByteString.copyFrom(example().fileId().toBytes()))
            .setChunkSize(ChunkSize.MIN)
            .setChunkSet(ByteString.copyFrom(set.toBytes()))
            .build();

    assertThat(document.text())
        .contains("Chunks 0 and 2 of three: `" + HEX.formatHex(set.toBytes()) + "`")
        .contains(String.format("`0x%016x`", RegistrationDigest.of(registration)))
        .contains(String.format("`0x%08x`", ProtocolVersion.MAGIC));
  }

  @Test
  void shouldGiveATruePeerIdAsText() {
    assertThat(document.text())
        .contains("The peer id `" + HOLDER + "` is written\n\n    " + HOLDER.toText() + "\n");
  }

  @Test
  void shouldGiveATrueCapability() {
    Ed25519Keys key = Ed25519Keys.TEST_1;
    String group = "000102030405060708090a0b0c0d0e0f";
    long issued = 1_800_000_000_000L;
    byte[] token =
        new CapabilityToken(
                7,
                CapabilityToken.FETCH,
                issued,
                issued + 300_000,
                3,
                GroupId.fromBytes(HEX.parseHex(group)),
                HOLDER,
                example().fileId())
            .sign(key.privateKey());

    assertThat(document.text())
        .contains("`" + HEX.formatHex(key.publicBytes()) + "`")
        .contains("`0x00000007`")
        .contains("`" + group + "`");
    assertThat(document.text().replaceAll("\\s", "")).contains(HEX.formatHex(token));
  }

  private List<List<String>> columns(String heading, int count) {
    return document.rows(heading).stream().map(row -> row.subList(0, count)).toList();
  }

  private static Manifest example() {
    return Contents.manifest(content(EXAMPLE_LENGTH), ChunkSize.MIN);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i % 251);
    }
    return content;
  }
}
