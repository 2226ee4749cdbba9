package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RegistrarTest {
  private final SwarmIndex swarms = Some.swarms();
  private final SessionTable sessions = new SessionTable(Some.policy(), swarms, new Random(2));
  private final Map<FileId, Long> lengths = new HashMap<>();
  private final Registrar registrar = new Registrar(swarms, sessions, this::length, Some.policy());
  private final Session session;

  RegistrarTest() throws ProtocolException {
    session = sessions.open(FakeCaller.from("10.0.0.7"), Some.LISTENING, 0);
  }

  @Test
  void shouldAnswerWithDigestOfAllWhenBatchesAreRegistered() throws ProtocolException {
    Registration one = Some.complete(1);
    Registration two = Some.partial(2, 0b1010_0000);

    register(Some.register(one));
    long digest = register(Some.register(two));

    assertThat(digest).isEqualTo(RegistrationDigest.of(one) ^ RegistrationDigest.of(two));
    assertThat(swarms.seederCount(Some.number(swarms, 1))).isEqualTo(1);
    assertThat(swarms.leecherCount(Some.number(swarms, 2))).isEqualTo(1);
  }

  @Test
  void shouldReplaceEarlierRegistrationWhenFileIsRegisteredAgain() throws ProtocolException {
    register(Some.register(Some.partial(1, 0x80), Some.partial(1, 0xC0)));
    long digest = register(Some.register(Some.complete(1)));

    assertThat(digest).isEqualTo(RegistrationDigest.of(Some.complete(1)));
    assertThat(swarms.seederCount(Some.number(swarms, 1))).isEqualTo(1);
    assertThat(swarms.leecherCount(Some.number(swarms, 1))).isZero();
  }

  @Test
  void shouldForgetEarlierOnesWhenReset() throws ProtocolException {
    register(Some.register(Some.complete(1), Some.complete(2)));
    Register reset = Some.register(Some.complete(3)).toBuilder().setReset(true).build();

    long digest = register(reset);

    assertThat(digest).isEqualTo(RegistrationDigest.of(Some.complete(3)));
    Some.drain(swarms);
    assertThat(swarms.size()).isEqualTo(1);
    assertThat(swarms.seederCount(Some.number(swarms, 3))).isEqualTo(1);
  }

  @Test
  void shouldAnswerWithRemainingDigestWhenUnregistered() throws ProtocolException {
    register(Some.register(Some.complete(1), Some.complete(2)));
    Unregister request =
        Unregister.newBuilder()
            .addFileIds(Some.bytes(Some.fileId(1)))
            .addFileIds(Some.bytes(Some.fileId(1)))
            .addFileIds(Some.bytes(Some.fileId(9)))
            .build();

    long digest = registrar.unregister(session, request).getDigest();

    assertThat(digest).isEqualTo(RegistrationDigest.of(Some.complete(2)));
    assertThat(swarms.seederCount(Some.number(swarms, 1))).isZero();
  }

  @Test
  void shouldCountAsSeederWhenChunkSetIsFullForPublishedLength() throws ProtocolException {
    publish(1, 3L * ChunkSize.DEFAULT - 1);

    register(Some.register(Some.partial(1, 0b1110_0000)));

    assertThat(swarms.seederCount(Some.number(swarms, 1))).isEqualTo(1);
  }

  @Test
  void shouldCountAsLeecherWhenChunkSetDoesNotFitPublishedLength() throws ProtocolException {
    publish(1, 3L * ChunkSize.DEFAULT - 1);

    register(Some.register(Some.partial(1, 0b1110_0000, 0xFF)));

    assertThat(swarms.leecherCount(Some.number(swarms, 1))).isEqualTo(1);
  }

  @Test
  void shouldChangeNothingWhenOneRegistrationIsBad() throws ProtocolException {
    register(Some.register(Some.complete(1)));
    Register request =
        Some.register(Some.complete(2), Registration.getDefaultInstance()).toBuilder()
            .setReset(true)
            .build();

    assertRefused(request, ErrorCode.BAD_REQUEST, "a file id has 32 bytes, not 0");
    assertThat(swarms.seederCount(Some.number(swarms, 1))).isEqualTo(1);
    assertThat(swarms.size()).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhenCompleteRegistrationHasChunkSet() {
    Registration both = Some.partial(1, 0x80).toBuilder().setComplete(true).build();

    assertRefused(
        Some.register(both), ErrorCode.BAD_REQUEST, "a complete registration has no chunk set");
  }

  @Test
  void shouldRefuseWhenChunkSizeIsInvalid() {
    Registration odd = Some.partial(1, 0x80).toBuilder().setChunkSize(100_000).build();

    assertRefused(
        Some.register(odd),
        ErrorCode.BAD_REQUEST,
        "chunk size must be a power of two from 64 KiB to 4 MiB, not 100000");
  }

  @Test
  void shouldRefuseWhenChunkSetIsTooLong() {
    Registration huge =
        Some.partial(1).toBuilder()
            .setChunkSet(ByteString.copyFrom(new byte[(1 << 17) + 1]))
            .build();

    assertRefused(
        Some.register(huge), ErrorCode.BAD_REQUEST, "a chunk set has at most 1048576 chunks");
  }

  @Test
  void shouldRefuseWhenBatchIsTooLarge() {
    List<Registration> many = Collections.nCopies(2049, Some.complete(1));

    assertRefused(
        Register.newBuilder().addAllRegistrations(many).build(),
        ErrorCode.BAD_REQUEST,
        "a batch has at most 2048 registrations");
  }

  @Test
  void shouldRefuseWhenSessionWouldHaveTooMany() throws ProtocolException {
    for (int i = 0; i < 20; i++) {
      register(Some.register(Some.complete(i)));
    }

    assertRefused(
        Some.register(Some.complete(3), Some.complete(20)),
        ErrorCode.LIMIT_EXCEEDED,
        "a session may register at most 20 files on this tracker");
    register(Some.register(Some.partial(3, 0)));
    register(Some.register(Some.complete(20)).toBuilder().setReset(true).build());
    assertThat(session.registrations.size()).isEqualTo(1);
  }

  @Test
  void shouldRefuseForNowWhenTheTrackerKnowsAsManyFilesAsItCan() throws ProtocolException {
    for (int i = 0; i < 3; i++) {
      Session other = sessions.open(FakeCaller.from("10.0.1." + i), Some.LISTENING, 0);
      for (int file = 0; file < 20; file++) {
        Some.complete(swarms, other, 100 + 20 * i + file);
      }
    }
    assertThat(swarms.fileCount()).isEqualTo(Some.policy().quotas().swarms());

    assertRefused(
        Some.register(Some.complete(1)),
        ErrorCode.BUSY,
        "this tracker keeps as many registrations as it can; try again later");
    assertThat(session.registrations.size()).isZero();
  }

  private void publish(int file, long length) {
    lengths.put(Some.fileId(file), length);
  }

  private OptionalLong length(FileId file) {
    Long length = lengths.get(file);
    return length == null ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** The digest that answers it. */
  private long register(Register request) throws ProtocolException {
    ByteBuf answer = Unpooled.buffer();
    registrar.register(session, Some.encoded(request), answer);
    try {
      return Registered.parseFrom(answer.nioBuffer()).getDigest();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(Register request, ErrorCode code, String sentence) {
    assertThatThrownBy(() -> register(request))
        .hasMessage(sentence)
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .extracting(ProtocolException::code)
        .isEqualTo(code);
  }
}
