package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.RateLimit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadPaceTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final RateLimit node = RateLimit.of(100_000);
  private final ReadPace pace = new ReadPace();

  @Test
  void shouldWaitUntilWhatWasReadIsPaidFor() {
    assertThat(pace.nanosToWait(0)).isZero();
    pace.received(node, 1000, 0);
    assertThat(pace.nanosToWait(0)).isEqualTo(10 * MILLI);
    pace.received(node, 1000, 0);
    assertThat(pace.nanosToWait(5 * MILLI)).isEqualTo(15 * MILLI);
    assertThat(pace.nanosToWait(20 * MILLI)).isZero();
    assertThat(pace.nanosToWait(30 * MILLI)).isZero();
  }

  @Test
  void shouldTakeTurnsWithOtherConnections() {
    ReadPace other = new ReadPace();
    pace.received(node, 1000, 0);
    other.received(node, 1000, 0);
    assertThat(pace.nanosToWait(10 * MILLI)).isZero();
    assertThat(other.nanosToWait(10 * MILLI)).isEqualTo(10 * MILLI);
    pace.received(node, 1000, 10 * MILLI);
    assertThat(pace.nanosToWait(20 * MILLI)).isEqualTo(10 * MILLI);
    assertThat(other.nanosToWait(20 * MILLI)).isZero();
  }

  @Test
  void shouldWaitForTheSlowestOfSeveralLimits() {
    RateLimit slow = node.inner(10_000);
    pace.received(slow, 500, 0);
    pace.received(node.inner(0), 500, 0);
    assertThat(pace.nanosToWait(0)).isEqualTo(50 * MILLI);
  }

  @Test
  void shouldReadAgainAtOnceWhenTheRateChanges() {
    pace.received(node, 1 << 20, 0);
    assertThat(pace.nanosToWait(0)).isEqualTo(RateLimit.LONGEST_WAIT_NANOS);
    assertThat(pace.nanosToWait(1000 * MILLI)).isEqualTo(RateLimit.LONGEST_WAIT_NANOS);
    node.set(1 << 20);
    assertThat(pace.nanosToWait(1000 * MILLI)).isZero();
  }
}
