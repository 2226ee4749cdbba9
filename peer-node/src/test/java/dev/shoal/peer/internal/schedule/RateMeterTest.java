package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RateMeterTest {
  private final RateMeter meter = new RateMeter();

  @Test
  void shouldBeZeroWhenNothingArrived() {
    assertThat(meter.bytesPerSecond(1)).isZero();
    assertThat(meter.timeFor(1, 1)).isEmpty();
    assertThat(meter.timeFor(0, 1)).contains(Duration.ZERO);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shouldShowASteadyRateWhenAskedAtAnyTime(
      @ForAll @IntRange(min = 1, max = 100) int millisBetween,
      @ForAll @IntRange(min = 500, max = 60_000) int afterMillis,
      @ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE) long start) {
    RateMeter steady = new RateMeter();
    for (int at = 0; at <= afterMillis; at += millisBetween) {
      steady.add(1_000L * millisBetween, start + MILLISECONDS.toNanos(at));
    }
    assertThat(steady.bytesPerSecond(start + MILLISECONDS.toNanos(afterMillis)))
        .isCloseTo(1e6, within(2.5e5));
  }

  @Test
  void shouldNotExaggerateWhenTheFirstBytesArrive() {
    meter.add(1_000, 5);
    assertThat(meter.bytesPerSecond(6)).isEqualTo(4_000);
  }

  @Test
  void shouldFallToZeroWhenIdleAndBeginAnew() {
    meter.add(1_000_000, 0);
    assertThat(meter.bytesPerSecond(SECONDS.toNanos(2))).isEqualTo(500_000);
    assertThat(meter.bytesPerSecond(SECONDS.toNanos(6))).isZero();
    meter.add(1_000_000, SECONDS.toNanos(60));
    assertThat(meter.bytesPerSecond(SECONDS.toNanos(61))).isEqualTo(1_000_000);
  }

  @Test
  void shouldTellTheTimeForTheRestWhenBytesMove() {
    meter.add(1_000_000, 0);
    assertThat(meter.timeFor(5_000_000, SECONDS.toNanos(1))).contains(Duration.ofSeconds(5));
  }
}
