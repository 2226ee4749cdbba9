package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkSizeTest {
  private static final int COMFORTABLE = 4096;

  @ParameterizedTest
  @CsvSource({
    "0, 262144",
    "1, 262144",
    "1073741824, 262144", // 4,096 chunks
    "1073741825, 524288",
    "2147483648, 524288",
    "2147483649, 1048576",
    "4294967297, 2097152",
    "8589934592, 2097152",
    "8589934593, 4194304",
    "17179869184, 4194304",
    "17179869185, 4194304", // more than 4,096 chunks from here on
    "4398046511104, 4194304",
  })
  void shouldChooseSmallestSizeWithFewEnoughChunks(long length, int size) {
    assertThat(ChunkSize.forLength(length)).isEqualTo(size);
  }

  @Property
  void shouldNotChooseLargerThanNeeded(@ForAll @LongRange(max = 1L << 42) long length) {
    int size = ChunkSize.forLength(length);

    assertThat(new ChunkLayout(length, size).count()).isLessThanOrEqualTo(Limits.MAX_CHUNKS);
    if (size < ChunkSize.MAX) {
      assertThat(new ChunkLayout(length, size).count()).isLessThanOrEqualTo(COMFORTABLE);
    }
    if (size > ChunkSize.DEFAULT) {
      assertThat(length).isGreaterThan(COMFORTABLE * (size / 2L));
    }
  }

  @Property
  void shouldFindFinestSizeThatIsAllowed(@ForAll @LongRange(max = 1L << 42) long length) {
    int size = ChunkSize.finestForLength(length);

    assertThat(new ChunkLayout(length, size).count()).isLessThanOrEqualTo(Limits.MAX_CHUNKS);
    if (size > ChunkSize.MIN) {
      assertThatIllegalArgumentException().isThrownBy(() -> new ChunkLayout(length, size / 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65536, 131072, 262144, 524288, 1048576, 2097152, 4194304})
  void shouldAllowPowersOfTwoInRange(int size) {
    assertThat(ChunkSize.isValid(size)).isTrue();
    assertThat(ChunkSize.require(size)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32768, 65535, 65537, 98304, 8388608, -65536, Integer.MIN_VALUE})
  void shouldRefuseOtherSizesInOneSentence(int size) {
    assertThat(ChunkSize.isValid(size)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChunkSize.require(size))
        .withMessage("chunk size must be a power of two from 64 KiB to 4 MiB, not %d bytes", size);
  }
}
