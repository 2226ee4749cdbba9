package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final int SIZE = 64 << 10;

  private final Spread spread = new Spread(4L * SIZE);

  @Test
  void shouldGiveTheFirstWhenNothingWasGivenAway() {
    assertThat(spread.choose(SIZE, List.of(2, 1, 0))).isEqualTo(2);
  }

  @Test
  void shouldGiveADifferentChunkToEachWhoWouldTakeAny() {
    Set<Integer> given = new HashSet<>();
    for (int leecher = 0; leecher < 4; leecher++) {
      given.add(spread.choose(SIZE, List.of(3, 2, 1, 0)));
    }
    assertThat(given).hasSize(4);
  }

  @Test
  void shouldGiveTheFirstWhenAllOfThemWereGivenAway() {
    spread.choose(SIZE, List.of(1));
    spread.choose(SIZE, List.of(2));
    assertThat(spread.choose(SIZE, List.of(2, 1))).isEqualTo(2);
  }

  @Test
  void shouldBeginAnewWhenEveryChunkWasGivenAway() {
    for (int chunk = 0; chunk < 4; chunk++) {
      spread.choose(SIZE, List.of(chunk));
    }
    spread.choose(SIZE, List.of(3));
    assertThat(spread.choose(SIZE, List.of(3, 0))).isZero();
  }

  @Test
  void shouldPassOverWhatIsNoChunk() {
    assertThat(spread.choose(SIZE, List.of(4, -1, 1))).isEqualTo(1);
    assertThat(spread.choose(SIZE, List.of(4))).as("for the caller to refuse").isEqualTo(4);
  }

  @Test
  void shouldCountEveryChunkSizeByItself() {
    spread.choose(SIZE, List.of(0));
    assertThat(spread.choose(2 * SIZE, List.of(0, 1))).isZero();
  }
}
