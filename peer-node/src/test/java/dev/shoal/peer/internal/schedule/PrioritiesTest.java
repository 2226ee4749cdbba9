package dev.shoal.peer.internal.schedule;

import static dev.shoal.peer.DownloadPriority.HIGH;
import static dev.shoal.peer.DownloadPriority.LOW;
import static dev.shoal.peer.DownloadPriority.NORMAL;
import static dev.shoal.peer.internal.schedule.Priorities.FRESH_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadPriority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrioritiesTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000_000_000L, Long.MAX_VALUE - 5, Long.MIN_VALUE + 5})
  void shouldYieldToHigherOnesAsLongAsTheyReceive(long begin) {
    Priorities priorities = new Priorities(begin);
    priorities.used(NORMAL, begin);
    assertThat(priorities.mustYield(LOW, begin)).isTrue();
    assertThat(priorities.mustYield(NORMAL, begin)).as("equals share").isFalse();
    assertThat(priorities.mustYield(HIGH, begin)).isFalse();
    priorities.used(NORMAL, begin + FRESH_NANOS / 2);
    assertThat(priorities.mustYield(LOW, begin + FRESH_NANOS)).isTrue();
    assertThat(priorities.mustYield(LOW, begin + 2 * FRESH_NANOS)).as("it stalls").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldYieldToNobodyWhenNothingWasReceivedYet(DownloadPriority priority) {
    assertThat(new Priorities(7).mustYield(priority, 7)).isFalse();
  }
}
