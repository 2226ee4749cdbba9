package dev.shoal.benchmarks.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "17, 17", "4KiB, 4096", "4K, 4096", "3MiB, 3145728", "2GiB, 2147483648"})
  void shouldReadASizeWhenItHasAUnitOrNone(String text, long bytes) {
    assertThat(ByteCount.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1.5GiB", "GiB", "999999999999999TiB"})
  void shouldSayWhatIsWrongWhenItIsNoSize(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteCount.parse(text));
  }

  @Test
  void shouldWriteTheLargestUnitThatLeavesNoRest() {
    assertThat(new ByteCount(1L << 30)).hasToString("1GiB");
    assertThat(new ByteCount(1536)).hasToString("1536");
    assertThat(new ByteCount(3 << 20)).hasToString("3MiB");
    assertThat(new ByteCount(0)).hasToString("0");
  }
}
