package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockOffsetTest {
  private static final long MILLI = 1_000_000;

  private long nanos = Long.MAX_VALUE - 5 * MILLI; // wraps around, as it may
  private final ClockOffset clock = new ClockOffset(() -> nanos);

  @Test
  void shouldTakeTheTrackersTimeForThatOfTheMiddleOfTheWay() {
    long begun = clock.begin();
    nanos += 100 * MILLI;
    clock.measured(1_000_000, begun);
    assertThat(clock.nowMillis()).isEqualTo(1_000_050);
    nanos += 7 * MILLI;
    assertThat(clock.nowMillis()).isEqualTo(1_000_057);
  }

  @Test
  void shouldFollowTheTrackerWhenItsClockIsSet() {
    clock.measured(1_000_000, clock.begin());
    nanos += 10 * MILLI;
    clock.measured(500_000, clock.begin());
    assertThat(clock.nowMillis()).isEqualTo(500_000);
  }

  @Test
  void shouldBeLongAgoBeforeItWasMeasured() {
    nanos += 1_000_000 * MILLI;
    assertThat(clock.nowMillis()).isZero();
  }
}
