package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkLayoutTest {
  private static final long TIB = 1L << 40;

  @Property
  void shouldCoverFileWithoutGapOrOverlap(
      @ForAll @LongRange(max = 1L << 36) long length, @ForAll("chunkSizes") int chunkSize) {
    ChunkLayout layout = new ChunkLayout(length, chunkSize);

    long end = 0;
    for (int chunk : new int[] {0, layout.count() / 2, layout.count() - 1}) {
      if (layout.count() > 0) {
        assertThat(layout.offset(chunk)).isEqualTo((long) chunk * chunkSize);
        assertThat(layout.size(chunk)).isBetween(1, chunkSize);
        end = layout.offset(chunk) + layout.size(chunk);
      }
    }
    assertThat(end).isEqualTo(length);
    assertThat((long) layout.count() * chunkSize - length).isBetween(0L, chunkSize - 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "16384, 1",
    "16385, 2",
    "49153, 4",
    "65535, 4",
    "65536, 4",
    "65537, 4",
    "98305, 4",
  })
  void shouldPadOnlyToOwnPowerOfTwoWhenFileIsNotLargerThanOneChunk(long length, int leaves) {
    assertThat(new ChunkLayout(length, ChunkSize.MIN).paddedLeaves()).isEqualTo(leaves);
  }

  @Test
  void shouldTakeTheLongestFileInTheMostChunks() {
    ChunkLayout layout = new ChunkLayout(4 * TIB, ChunkSize.MAX);

    assertThat(Limits.MAX_FILE_LENGTH).isEqualTo(4 * TIB);
    assertThat(layout.count()).isEqualTo(Limits.MAX_CHUNKS);
    assertThat(layout.offset(layout.count() - 1)).isEqualTo(4 * TIB - ChunkSize.MAX);
    assertThat(layout.size(layout.count() - 1)).isEqualTo(ChunkSize.MAX);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 65536",
    "4398046511105, 4194304",
    "9223372036854775807, 4194304",
    "-9223372036854775808, 65536",
    "68719476737, 65536",
    "4398046511104, 2097152",
    "1, 0",
    "1, -65536",
    "1, 32768",
    "1, 8388608",
    "1, 100000",
    "1, -2147483648",
  })
  void shouldRefuseLengthsAndSizesOutOfRange(long length, int chunkSize) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ChunkLayout(length, chunkSize));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 5, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void shouldRefuseChunksThatAreNotThere(int chunk) {
    ChunkLayout layout = new ChunkLayout(300_000, ChunkSize.MIN);

    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> layout.offset(chunk));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> layout.size(chunk));
  }

  @Provide
  Arbitrary<Integer> chunkSizes() {
    return Contents.chunkSizes();
  }
}
