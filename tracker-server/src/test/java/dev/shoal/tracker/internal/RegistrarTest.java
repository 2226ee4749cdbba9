package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ChunkSize;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Unregister;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RegistrarTest {
  private final SwarmIndex swarms = new SwarmIndex(new Random(1));
  private final Catalogue catalogue = new Catalogue(10);
  private final Registrar registrar = new Registrar(catalogue, Some.policy());
  private final Session session =
      new Session(
          1, new byte[16], new Registrations(swarms), FakeCaller.from("10.0.0.7"), Some.LISTENING);

  @Test
  void shouldAnswerWithDigestOfAllWhenBatchesAreRegistered() throws ProtocolException {
    Registration one = Some.complete(1);
    Registration two = Some.partial(2, 0b1010_0000);

    registrar.register(session, Some.register(one));
    long digest = registrar.register(session, Some.register(two)).getDigest();

    assertThat(digest).isEqualTo(RegistrationDigest.of(one) ^ RegistrationDigest.of(two));
    assertThat(swarms.seederCount(Some.fileId(1))).isEqualTo(1);
    assertThat(swarms.leecherCount(Some.fileId(2))).isEqualTo(1);
  }

  @Test
  void shouldReplaceEarlierRegistrationWhenFileIsRegisteredAgain() throws ProtocolException {
    registrar.register(session, Some.register(Some.partial(1, 0x80), Some.partial(1, 0xC0)));
    long digest = registrar.register(session, Some.register(Some.complete(1))).getDigest();

    assertThat(digest).isEqualTo(RegistrationDigest.of(Some.complete(1)));
    assertThat(swarms.seederCount(Some.fileId(1))).isEqualTo(1);
    assertThat(swarms.leecherCount(Some.fileId(1))).isZero();
  }

  @Test
  void shouldForgetEarlierOnesWhenReset() throws ProtocolException {
    registrar.register(session, Some.register(Some.complete(1), Some.complete(2)));
    Register reset = Some.register(Some.complete(3)).toBuilder().setReset(true).build();

    long digest = registrar.register(session, reset).getDigest();

    assertThat(digest).isEqualTo(RegistrationDigest.of(Some.complete(3)));
    assertThat(swarms.size()).isEqualTo(1);
  }

  @Test
  void shouldAnswerWithRemainingDigestWhenUnregistered() throws ProtocolException {
    registrar.register(session, Some.register(Some.complete(1), Some.complete(2)));
    Unregister request =
        Unregister.newBuilder()
            .addFileIds(Some.bytes(Some.fileId(1)))
            .addFileIds(Some.bytes(Some.fileId(1)))
            .addFileIds(Some.bytes(Some.fileId(9)))
            .build();

    long digest = registrar.unregister(session, request).getDigest();

    assertThat(digest).isEqualTo(RegistrationDigest.of(Some.complete(2)));
    assertThat(swarms.seederCount(Some.fileId(1))).isZero();
  }

  @Test
  void shouldCountAsSeederWhenChunkSetIsFullForPublishedLength() throws ProtocolException {
    publish(1, 3L * ChunkSize.DEFAULT - 1);

    registrar.register(session, Some.register(Some.partial(1, 0b1110_0000)));

    assertThat(swarms.seederCount(Some.fileId(1))).isEqualTo(1);
  }

  @Test
  void shouldCountAsLeecherWhenChunkSetDoesNotFitPublishedLength() throws ProtocolException {
    publish(1, 3L * ChunkSize.DEFAULT - 1);

    registrar.register(session, Some.register(Some.partial(1, 0b1110_0000, 0xFF)));

    assertThat(swarms.leecherCount(Some.fileId(1))).isEqualTo(1);
  }

  @Test
  void shouldChangeNothingWhenOneRegistrationIsBad() throws ProtocolException {
    registrar.register(session, Some.register(Some.complete(1)));
    Register request =
        Some.register(Some.complete(2), Registration.getDefaultInstance()).toBuilder()
            .setReset(true)
            .build();

    assertRefused(request, ErrorCode.BAD_REQUEST, "a file id has 32 bytes, not 0");
    assertThat(swarms.seederCount(Some.fileId(1))).isEqualTo(1);
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
        "a batch has at most 2048 registrations, not 2049");
  }

  @Test
  void shouldRefuseWhenSessionWouldHaveTooMany() throws ProtocolException {
    for (int i = 0; i < 20; i++) {
      registrar.register(session, Some.register(Some.complete(i)));
    }

    assertRefused(
        Some.register(Some.complete(3), Some.complete(20)),
        ErrorCode.LIMIT_EXCEEDED,
        "a session may register at most 20 files on this tracker");
    registrar.register(session, Some.register(Some.partial(3, 0)));
    registrar.register(
        session, Some.register(Some.complete(20)).toBuilder().setReset(true).build());
    assertThat(session.registrations().size()).isEqualTo(1);
  }

  private void publish(int file, long length) throws ProtocolException {
    catalogue.publish(Some.fileId(file), length, "name", List.of(), Some.peerId(1), 0);
  }

  private void assertRefused(Register request, ErrorCode code, String sentence) {
    assertThatThrownBy(() -> registrar.register(session, request))
        .hasMessage(sentence)
        .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
        .extracting(ProtocolException::code)
        .isEqualTo(code);
  }
}
