package dev.shoal.benchmarks.flood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.shoal.benchmarks.report.Measures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void shouldTellPercentilesInMilliseconds() {
    for (int i = 1; i <= 100; i++) {
      latencies.answered(Duration.ofMillis(i).toNanos());
    }
    latencies.failed();
    Measures measures = new Measures();

    latencies.addTo(measures, "plain");

    assertThat(measures.values())
        .containsEntry("plain_answered", 100.0)
        .containsEntry("plain_failed", 1.0);
    assertThat(latencies.millisAt(50)).isCloseTo(50, within(0.1));
    assertThat(latencies.millisAt(99)).isCloseTo(99, within(0.1));
  }

  @Test
  void shouldTellNoTimesWhenNothingWasAnswered() {
    latencies.failed();
    Measures measures = new Measures();

    latencies.addTo(measures, "login");

    assertThat(measures.values()).containsOnlyKeys("login_answered", "login_failed");
  }
}
