package dev.shoal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {
  @ParameterizedTest
  @EnumSource
  void shouldBeFoundByItsNumber(ErrorCode code) {
    assertThat(ErrorCode.of(code.number())).isSameAs(code);
  }

  @Test
  void shouldBeNumberedWithoutGapsInOrder() {
    Integer[] upwards =
        IntStream.range(0, ErrorCode.values().length).boxed().toArray(Integer[]::new);

    assertThat(ErrorCode.values()).extracting(ErrorCode::number).containsExactly(upwards);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 23, 1000, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void shouldBeUnknownWhenOfALaterVersion(int number) {
    assertThat(ErrorCode.of(number)).isSameAs(ErrorCode.UNKNOWN);
  }
}
