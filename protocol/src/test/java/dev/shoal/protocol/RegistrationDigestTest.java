package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.wire.Registration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RegistrationDigestTest {
  private static final Registration COMPLETE =
      Registration.newBuilder()
          .setFileId(ByteString.copyFrom(Contents.patterned(32)))
          .setComplete(true)
          .build();

  @Test
  void shouldBeTheDocumentedHash() {
    Registration partial =
        Registration.newBuilder()
            .setFileId(ByteString.copyFrom(Contents.patterned(32)))
            .setChunkSize(ChunkSize.DEFAULT)
            .setChunkSet(ByteString.copyFrom(new byte[] {(byte) 0xA0}))
            .build();
    byte[] hash =
        NaiveTree.sha256(Contents.patterned(32), new byte[] {0, 4, 0, 0}, new byte[] {(byte) 0xA0});

    assertThat(RegistrationDigest.of(partial)).isEqualTo(ByteBuffer.wrap(hash).getLong());
  }

  @Test
  void shouldBeTheBeginningOfTheIdWhenComplete() {
    assertThat(RegistrationDigest.of(COMPLETE))
        .isEqualTo(ByteBuffer.wrap(Contents.patterned(32)).getLong());
  }

  @Property
  void shouldNotDependOnOrder(
      @ForAll("registrations") List<Registration> registrations, @ForAll int seed) {
    List<Registration> shuffled = new ArrayList<>(registrations);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(digest(shuffled)).isEqualTo(digest(registrations));
  }

  @Property
  void shouldForgetWhatIsTakenAway(@ForAll("registrations") List<Registration> registrations) {
    long with = digest(registrations) ^ RegistrationDigest.of(COMPLETE);

    assertThat(with).isNotEqualTo(digest(registrations));
    assertThat(with ^ RegistrationDigest.of(COMPLETE)).isEqualTo(digest(registrations));
    assertThat(digest(registrations) ^ digest(registrations)).isEqualTo(RegistrationDigest.EMPTY);
  }

  @Test
  void shouldNoticeEveryField() {
    Registration.Builder base =
        Registration.newBuilder()
            .setFileId(ByteString.copyFrom(Contents.patterned(33), 1, 32))
            .setChunkSize(ChunkSize.MIN)
            .setChunkSet(ByteString.copyFrom(new byte[] {1}));

    assertThat(
            List.of(
                RegistrationDigest.of(base.build()),
                RegistrationDigest.of(
                    base.clone().setFileId(ByteString.copyFrom(Contents.patterned(32))).build()),
                RegistrationDigest.of(base.clone().setComplete(true).build()),
                RegistrationDigest.of(base.clone().setChunkSize(ChunkSize.MAX).build()),
                RegistrationDigest.of(
                    base.clone().setChunkSet(ByteString.copyFrom(new byte[] {2})).build())))
        .doesNotHaveDuplicates();
  }

  private static long digest(List<Registration> registrations) {
    return registrations.stream()
        .mapToLong(RegistrationDigest::of)
        .reduce(RegistrationDigest.EMPTY, (a, b) -> a ^ b);
  }

  @Provide
  Arbitrary<List<Registration>> registrations() {
    Arbitrary<byte[]> ids = Arbitraries.bytes().array(byte[].class).ofSize(32);
    Arbitrary<byte[]> sets = Arbitraries.bytes().array(byte[].class).ofMaxSize(9);
    return Combinators.combine(ids, sets, Arbitraries.of(true, false))
        .as(
            (id, set, complete) ->
                Registration.newBuilder()
                    .setFileId(ByteString.copyFrom(id))
                    .setComplete(complete)
                    .setChunkSize(complete ? 0 : ChunkSize.MIN)
                    .setChunkSet(complete ? ByteString.EMPTY : ByteString.copyFrom(set))
                    .build())
        .list()
        .ofMaxSize(12)
        .withoutEdgeCases();
  }
}
