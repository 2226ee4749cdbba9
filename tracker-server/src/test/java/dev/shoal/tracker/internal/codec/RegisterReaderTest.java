package dev.shoal.tracker.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Holds the reader against the generated class. */
class RegisterReaderTest {
  private static final ByteString ID = ByteString.copyFrom(new byte[32]);

  private final RegisterReader reader = new RegisterReader();

  @Property(tries = 2000)
  void shouldReadWhatGeneratedClassReads(@ForAll("messages") ByteString message) {
    check(message);
  }

  @Provide
  Arbitrary<ByteString> messages() {
    Arbitrary<ByteString> registration =
        Combinators.combine(
                Mutations.ids(),
                Arbitraries.of(true, false),
                Arbitraries.integers(),
                Mutations.bytes(0, 20))
            .as(
                (id, complete, chunkSize, set) ->
                    Registration.newBuilder()
                        .setFileId(id)
                        .setComplete(complete)
                        .setChunkSize(chunkSize)
                        .setChunkSet(set)
                        .build()
                        .toByteString());
    Arbitrary<ByteString> register =
        Combinators.combine(
                Mutations.broken(registration).list().ofMaxSize(4), Arbitraries.of(true, false))
            .as(
                (parts, reset) ->
                    parts.stream()
                        .map(RegisterReaderTest::registration)
                        .reduce(
                            Register.newBuilder().setReset(reset).build().toByteString(),
                            ByteString::concat));
    return Arbitraries.oneOf(register, Mutations.broken(register));
  }

  @Test
  void shouldRefuseWhatIsMalformedWithinRegistration() {
    ByteString valid = Registration.newBuilder().setFileId(ID).build().toByteString();
    for (ByteString malformed : Mutations.malformed()) {
      ByteString message = registration(valid.concat(malformed));
      assertThat(Mutations.refusal(this::read, message)).contains(ErrorCode.PROTOCOL_VIOLATION);
      check(message);
      check(registration(valid).concat(malformed));
    }
    for (int depth : new int[] {98, 99, 100, 101}) {
      check(registration(valid.concat(Mutations.nested(depth))));
      check(registration(valid).concat(Mutations.nested(depth)));
    }
  }

  @Test
  void shouldRefuseBatchThatIsTooLarge() {
    Registration registration = Registration.newBuilder().setFileId(ID).build();
    Register largest =
        Register.newBuilder().addAllRegistrations(Collections.nCopies(2048, registration)).build();

    check(largest.toByteString());
    assertThat(reader.count()).isEqualTo(2048);
    assertThat(
            Mutations.refusal(
                this::read,
                largest.toByteString().concat(registration(registration.toByteString()))))
        .contains(ErrorCode.BAD_REQUEST);
  }

  private static ByteString registration(ByteString encoded) {
    ByteString.Output length = ByteString.newOutput();
    int rest = encoded.size();
    while (rest > 0x7F) {
      length.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    length.write(rest);
    return ByteString.copyFrom(new byte[] {2 << 3 | 2})
        .concat(length.toByteString())
        .concat(encoded);
  }

  /**
   * The reader looks at one registration after the other, so that of several faults it may find
   * another one first than the generated class, for which everything that parses comes first.
   */
  private void check(ByteString message) {
    Optional<ErrorCode> refusal = Mutations.refusal(this::read, message);
    try {
      Register register = Register.parseFrom(message);
      if (register.getRegistrationsList().stream()
          .anyMatch(each -> each.getFileId().size() != 32)) {
        assertThat(refusal).contains(ErrorCode.BAD_REQUEST);
        return;
      }
      assertThat(refusal).isEmpty();
      compare(register);
    } catch (InvalidProtocolBufferException e) {
      assertThat(refusal)
          .hasValueSatisfying(
              code -> assertThat(code).isIn(ErrorCode.PROTOCOL_VIOLATION, ErrorCode.BAD_REQUEST));
      assertThat(
              refusal.filter(code -> code == ErrorCode.BAD_REQUEST).isEmpty()
                  || hasEarlierFault(message))
          .isTrue();
    }
  }

  /** Whether a registration before the malformed one is refused for its id. */
  private boolean hasEarlierFault(ByteString message) {
    try {
      reader.read(Mutations.buffer(message));
      for (int i = 0; i < reader.count(); i++) {
        reader.select(i);
      }
      return false;
    } catch (ProtocolException e) {
      return e.code() == ErrorCode.BAD_REQUEST;
    }
  }

  private void read(ByteBuf message) throws ProtocolException {
    reader.read(message);
    for (int i = 0; i < reader.count(); i++) {
      reader.select(i);
    }
  }

  private void compare(Register register) {
    assertThat(reader.reset()).isEqualTo(register.getReset());
    assertThat(reader.count()).isEqualTo(register.getRegistrationsCount());
    for (int i = reader.count() - 1; i >= 0; i--) {
      Registration expected = register.getRegistrations(i);
      try {
        reader.select(i);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
      assertThat(reader.file().toBytes()).isEqualTo(expected.getFileId());
      assertThat(reader.fileId()).isEqualTo(expected.getFileId().toByteArray());
      assertThat(reader.complete()).isEqualTo(expected.getComplete());
      assertThat(reader.chunkSize()).isEqualTo(expected.getChunkSize());
      assertThat(reader.chunkSetLength()).isEqualTo(expected.getChunkSet().size());
      assertThat(reader.chunkSet()).isEqualTo(expected.getChunkSet().toByteArray());
    }
  }
}
