package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final int LENGTH = 300_000; // five chunks of 64 KiB, two of 256 KiB
  private static final byte[] CONTENT = Contents.patterned(LENGTH);
  private static final Manifest FINE = Contents.manifest(CONTENT, ChunkSize.MIN);

  @Property(tries = 100)
  void shouldCoarsenToWhatHashingAtThatSizeGives(
      @ForAll("lengths") int length, @ForAll("chunkSizes") int chunkSize) {
    byte[] content = Contents.patterned(length);

    Manifest coarse = Contents.manifest(content, ChunkSize.MIN).coarsen(chunkSize);

    assertThat(coarse).isEqualTo(Contents.manifest(content, chunkSize));
    assertThat(coarse.fileId().toBytes()).isEqualTo(new NaiveTree(content).fileId());
  }

  @Property(tries = 100)
  void shouldCoarsenInStepsAsAtOnce(
      @ForAll("lengths") int length,
      @ForAll("chunkSizes") int first,
      @ForAll("chunkSizes") int second) {
    Assume.that(first <= second);
    Manifest fine = Contents.manifest(Contents.patterned(length), ChunkSize.MIN);

    assertThat(fine.coarsen(first).coarsen(second)).isEqualTo(fine.coarsen(second));
  }

  @Test
  void shouldRefuseToSplitChunks() {
    Manifest coarse = FINE.coarsen(ChunkSize.DEFAULT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> coarse.coarsen(ChunkSize.MIN))
        .withMessageContaining("cannot be split");
  }

  @Property(tries = 200)
  void shouldNoticeAnyFlippedBitOfContent(@ForAll @IntRange(max = LENGTH * 8 - 1) int bit) {
    byte[] spoiled = CONTENT.clone();
    spoiled[bit / 8] ^= (byte) (1 << bit % 8);

    Manifest other = Contents.manifest(spoiled, ChunkSize.MIN);

    assertThat(other.fileId()).isNotEqualTo(FINE.fileId());
    int chunk = bit / 8 / ChunkSize.MIN;
    for (int i = 0; i < FINE.layout().count(); i++) {
      byte[] hash = new byte[HashTree.HASH_LENGTH];
      other.hashes(i, 1).get(hash);
      assertThat(FINE.matches(i, hash)).isEqualTo(i != chunk);
    }
  }

  @Property(tries = 200)
  void shouldRefuseManifestWithAnyFlippedBitOfHashes(
      @ForAll @IntRange(max = 5 * HashTree.HASH_LENGTH * 8 - 1) int bit) {
    byte[] hashes = hashes(FINE);
    hashes[bit / 8] ^= (byte) (1 << bit % 8);

    assertRefused(() -> Manifest.verified(FINE.fileId(), LENGTH, ChunkSize.MIN, hashes));
  }

  @Property(tries = 200)
  void shouldRefuseManifestWithAnyFlippedBitOfLength(@ForAll @IntRange(max = 63) int bit) {
    assertRefused(
        () -> Manifest.verified(FINE.fileId(), LENGTH ^ (1L << bit), ChunkSize.MIN, hashes(FINE)));
  }

  @Property
  void shouldRefuseManifestWithAnyFlippedBitOfChunkSize(@ForAll @IntRange(max = 31) int bit) {
    assertRefused(
        () -> Manifest.verified(FINE.fileId(), LENGTH, ChunkSize.MIN ^ (1 << bit), hashes(FINE)));
  }

  @Property
  void shouldRefuseManifestOfAnotherValidChunkSize(@ForAll("chunkSizes") int chunkSize) {
    Assume.that(chunkSize != ChunkSize.MIN);

    assertRefused(() -> Manifest.verified(FINE.fileId(), LENGTH, chunkSize, hashes(FINE)));
  }

  @Property
  void shouldRefuseManifestWhenTwoHashesAreSwapped(
      @ForAll @IntRange(max = 4) int one, @ForAll @IntRange(max = 4) int other) {
    Assume.that(one != other);
    byte[] hashes = hashes(FINE);
    byte[] swapped = hashes.clone();
    int length = HashTree.HASH_LENGTH;
    System.arraycopy(hashes, one * length, swapped, other * length, length);
    System.arraycopy(hashes, other * length, swapped, one * length, length);

    assertRefused(() -> Manifest.verified(FINE.fileId(), LENGTH, ChunkSize.MIN, swapped));
  }

  @Test
  void shouldRefuseManifestWhenHashesAreMissingOrTooMany() {
    byte[] hashes = hashes(FINE);
    for (int length : new int[] {0, 31, hashes.length - 32, hashes.length + 32}) {
      byte[] wrong = Arrays.copyOf(hashes, length);
      assertRefused(() -> Manifest.verified(FINE.fileId(), LENGTH, ChunkSize.MIN, wrong));
    }
  }

  @Property(tries = 50)
  void shouldAcceptTrueManifest(@ForAll("lengths") int length, @ForAll("chunkSizes") int chunkSize)
      throws ProtocolException {
    Manifest manifest = Contents.manifest(Contents.patterned(length), chunkSize);

    assertThat(Manifest.verified(manifest.fileId(), length, chunkSize, hashes(manifest)))
        .isEqualTo(manifest)
        .hasSameHashCodeAs(manifest);
  }

  @Test
  void shouldHaveRootAsOnlyHashWhenFileIsNotLargerThanOneChunk() {
    Manifest manifest = FINE.coarsen(512 * 1024);

    assertThat(manifest.layout().count()).isOne();
    assertThat(hashes(manifest)).isEqualTo(manifest.root()).isEqualTo(FINE.root());
    assertThat(manifest.fileId()).isEqualTo(FINE.fileId());
  }

  @Test
  void shouldHaveNoChunksWhenFileIsEmpty() throws ProtocolException {
    Manifest empty = Manifest.of(new ChunkLayout(0, ChunkSize.DEFAULT), new byte[0]);

    assertThat(empty.root()).isEqualTo(NaiveTree.sha256());
    assertThat(empty.coarsen(ChunkSize.MAX).fileId()).isEqualTo(empty.fileId());
    assertThat(empty.hashes(0, 0).remaining()).isZero();
    assertThat(Manifest.verified(empty.fileId(), 0, ChunkSize.MIN, new byte[0]).fileId())
        .isEqualTo(empty.fileId());
    assertRefused(() -> Manifest.verified(empty.fileId(), 1, ChunkSize.MIN, new byte[32]));
  }

  @Test
  void shouldNotChangeWhenItsArraysAreWrittenTo() {
    byte[] given = hashes(FINE);
    Manifest manifest = Manifest.of(FINE.layout(), given);
    given[0]++;
    manifest.root()[0]++;

    assertThat(manifest).isEqualTo(FINE);
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> manifest.hashes(0, 1).put((byte) 0));
  }

  private static void assertRefused(ThrowingCallable verification) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(verification)
        .withMessageStartingWith("the manifest is ")
        .extracting(ProtocolException::code)
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  private static byte[] hashes(Manifest manifest) {
    byte[] hashes = new byte[manifest.layout().count() * HashTree.HASH_LENGTH];
    manifest.hashes(0, manifest.layout().count()).get(hashes);
    return hashes;
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Contents.lengths();
  }

  @Provide
  Arbitrary<Integer> chunkSizes() {
    return Contents.chunkSizes();
  }
}
