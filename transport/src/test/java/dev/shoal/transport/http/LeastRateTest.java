package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeastRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LeastRate rate = new LeastRate(100, Duration.ofSeconds(10));

  @Test
  void shouldFindNobodyTooSlowBeforeTheWindowIsOver() {
    rate.begin(0);
    assertThat(rate.nanosLeft(4 * SECOND)).isEqualTo(6 * SECOND);
    assertThat(rate.isTooSlow(9 * SECOND)).isFalse();
    assertThat(rate.isTooSlow(10 * SECOND)).isTrue();
  }

  @Test
  void shouldCountOnlyTheTimeOfWaiting() {
    rate.begin(0);
    rate.end(4 * SECOND);
    rate.begin(100 * SECOND);
    assertThat(rate.nanosLeft(100 * SECOND)).isEqualTo(6 * SECOND);
    assertThat(rate.isTooSlow(105 * SECOND)).isFalse();
    assertThat(rate.isTooSlow(106 * SECOND)).isTrue();
  }

  @Test
  void shouldNotLetAnybodyLiveOnWhatWasBefore() {
    rate.begin(0);
    rate.add(1_000_000);
    assertThat(rate.isTooSlow(10 * SECOND)).isFalse();
    rate.add(999);
    assertThat(rate.isTooSlow(20 * SECOND)).isTrue();
  }
}
