package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.RateLimit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SendPaceTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final RateLimit node = RateLimit.of(100_000);
  private final SendPace pace = new SendPace();
  private final SendPace other = new SendPace();

  @Test
  void shouldSendASliceWhenThoseBeforeItArePaidFor() {
    assertThat(pace.nanosToWait(node, 1000, 0)).isZero();
    assertThat(pace.nanosToWait(node, 1000, 0)).isEqualTo(10 * MILLI);
    assertThat(pace.nanosToWait(node, 1000, 4 * MILLI)).isEqualTo(6 * MILLI);
    assertThat(pace.nanosToWait(node, 1000, 10 * MILLI)).isZero();
    assertThat(pace.nanosToWait(node, 1000, 10 * MILLI)).isEqualTo(10 * MILLI);
  }

  @Test
  void shouldTakeTurnsWithOtherConnectionsHoweverOftenItAsks() {
    assertThat(pace.nanosToWait(node, 1000, 0)).isZero();
    for (int i = 0; i < 10; i++) {
      assertThat(pace.nanosToWait(node, 1000, 0)).isEqualTo(10 * MILLI);
    }
    assertThat(other.nanosToWait(node, 1000, 0)).isEqualTo(20 * MILLI);
    assertThat(pace.nanosToWait(node, 1000, 10 * MILLI)).isZero();
    assertThat(pace.nanosToWait(node, 1000, 10 * MILLI)).isEqualTo(20 * MILLI);
  }

  @Test
  void shouldWaitForTheFileAndThenForTheNode() {
    RateLimit file = node.inner(50_000);
    assertThat(pace.nanosToWait(file, 1000, 0)).isZero();
    assertThat(pace.nanosToWait(file, 1000, 0)).isEqualTo(20 * MILLI);
    for (int i = 0; i < 4; i++) {
      other.nanosToWait(node, 1000, 20 * MILLI);
      other.clear();
    }
    assertThat(pace.nanosToWait(file, 1000, 20 * MILLI)).as("the node's").isEqualTo(30 * MILLI);
    assertThat(pace.nanosToWait(file, 1000, 50 * MILLI)).isZero();
  }

  @Test
  void shouldLetOneFileNotWaitForAnother() {
    RateLimit slow = node.inner(1024);
    RateLimit fast = node.inner(0);
    assertThat(pace.nanosToWait(slow, 1000, 0)).isZero();
    assertThat(pace.nanosToWait(slow, 1000, 0)).isEqualTo(RateLimit.LONGEST_WAIT_NANOS);
    assertThat(pace.nanosToWait(fast, 1000, 10 * MILLI)).isZero();
  }

  @Test
  void shouldGoByANewRateAtOnceWhenItWaits() {
    RateLimit file = node.inner(1024);
    pace.nanosToWait(file, 4096, 0);
    assertThat(pace.nanosToWait(file, 4096, 0)).isEqualTo(RateLimit.LONGEST_WAIT_NANOS);
    file.set(0);
    assertThat(pace.nanosToWait(file, 4096, 100 * MILLI)).isZero();
    pace.nanosToWait(node, 100_000, 100 * MILLI);
    assertThat(pace.nanosToWait(node, 100_000, 100 * MILLI)).isPositive();
    node.set(0);
    assertThat(pace.nanosToWait(node, 100_000, 200 * MILLI)).isZero();
  }

  @Test
  void shouldPayForALongerSliceThanTheOneThatWaited() {
    pace.nanosToWait(node, 1000, 0);
    assertThat(pace.nanosToWait(node, 1000, 0)).isEqualTo(10 * MILLI);
    assertThat(pace.nanosToWait(node, 2000, 0)).as("behind it").isEqualTo(10 * MILLI);
    assertThat(pace.nanosToWait(node, 2000, 10 * MILLI)).isEqualTo(10 * MILLI);
    assertThat(pace.nanosToWait(node, 2000, 20 * MILLI)).isZero();
    assertThat(pace.nanosToWait(node, 1000, 20 * MILLI)).isEqualTo(20 * MILLI);
  }
}
