package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateHistoryTest {
  private final RateHistory history = new RateHistory();

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }

  @Test
  void shouldTellHowLongAgoItWasThatFast() {
    assertThat(history.samples(seconds(1))).isEmpty();
    history.look(1, 2, seconds(1));
    history.look(3, 4, seconds(2));

    assertThat(history.samples(seconds(5)))
        .containsExactly(new RateSample(4000, 1, 2), new RateSample(3000, 3, 4));
  }

  @Test
  void shouldKeepTheLastMinutesOnly() {
    for (int i = 0; i < RateHistory.MOST + 10; i++) {
      history.look(i, 0, seconds(i));
    }

    List<RateSample> kept = history.samples(seconds(RateHistory.MOST + 9));
    assertThat(kept).hasSize(RateHistory.MOST);
    assertThat(kept.get(0)).isEqualTo(new RateSample((RateHistory.MOST - 1) * 1000L, 10, 0));
    assertThat(kept.get(RateHistory.MOST - 1).agoMillis()).isZero();
  }
}
