package dev.shoal.tracker.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Query;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Holds the reader against the generated class. */
class QueryReaderTest {
  private final QueryReader reader = new QueryReader();

  @Property(tries = 2000)
  void shouldReadWhatGeneratedClassReads(@ForAll("messages") ByteString message) {
    check(message);
  }

  @Provide
  Arbitrary<ByteString> messages() {
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Mutations.broken(
        Combinators.combine(Mutations.ids(), Arbitraries.integers(), flags, flags, flags)
            .as(
                (id, max, complete, little, subscribe) ->
                    Query.newBuilder()
                        .setFileId(id)
                        .setMaxSources(max)
                        .setComplete(complete)
                        .setLacksLittle(little)
                        .setSubscribe(subscribe)
                        .build()
                        .toByteString()));
  }

  @Test
  void shouldTakeTheLastOfRepeatedFields() throws ProtocolException {
    ByteString id = ByteString.copyFromUtf8("0123456789abcdef0123456789abcdef");
    ByteString first = Query.newBuilder().setFileId(id).setComplete(true).build().toByteString();
    ByteString second =
        Query.newBuilder()
            .setFileId(id.substring(1).concat(id.substring(0, 1)))
            .build()
            .toByteString();

    reader.read(Mutations.buffer(first.concat(second)));

    assertThat(reader.file().toBytes().toStringUtf8())
        .isEqualTo("123456789abcdef0123456789abcdef0");
    assertThat(reader.complete()).isTrue();
    reader.read(Mutations.buffer(second));
    assertThat(reader.complete()).as("nothing is left of the one before").isFalse();
  }

  @Test
  void shouldReadNumbersOfMoreBytesThanNecessary() {
    ByteString id = ByteString.copyFrom(new byte[32]);
    for (long value : new long[] {0, 1, 300, -1, 1L << 40, Long.MIN_VALUE}) {
      ByteString number = Mutations.longVarint(value);
      check(
          tag(1, 2)
              .concat(Mutations.longVarint(32))
              .concat(id)
              .concat(tag(2, 0))
              .concat(number)
              .concat(Mutations.longVarint(3 << 3))
              .concat(number)
              .concat(tag(9, 2))
              .concat(Mutations.longVarint(2))
              .concat(id.substring(0, 2)));
    }
  }

  @Test
  void shouldRefuseWhatIsMalformed() {
    ByteString valid =
        Query.newBuilder().setFileId(ByteString.copyFrom(new byte[32])).build().toByteString();
    for (ByteString malformed : Mutations.malformed()) {
      assertThat(Mutations.refusal(reader::read, valid.concat(malformed)))
          .contains(ErrorCode.PROTOCOL_VIOLATION);
      check(valid.concat(malformed));
    }
    check(valid.concat(Mutations.nested(100)));
    assertThat(Mutations.refusal(reader::read, valid.concat(Mutations.nested(100)))).isEmpty();
  }

  private void check(ByteString message) {
    Optional<ErrorCode> refusal = Mutations.refusal(reader::read, message);
    try {
      Query query = Query.parseFrom(message);
      if (query.getFileId().size() != 32) {
        assertThat(refusal).contains(ErrorCode.BAD_REQUEST);
        return;
      }
      assertThat(refusal).isEmpty();
      assertThat(reader.file().toBytes()).isEqualTo(query.getFileId());
      assertThat(reader.maxSources()).isEqualTo(query.getMaxSources());
      assertThat(reader.complete()).isEqualTo(query.getComplete());
      assertThat(reader.lacksLittle()).isEqualTo(query.getLacksLittle());
      assertThat(reader.subscribe()).isEqualTo(query.getSubscribe());
    } catch (InvalidProtocolBufferException e) {
      assertThat(refusal).contains(ErrorCode.PROTOCOL_VIOLATION);
    }
  }

  private static ByteString tag(int number, int type) {
    return ByteString.copyFrom(new byte[] {(byte) (number << 3 | type)});
  }
}
