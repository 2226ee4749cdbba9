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
  void shouldBelieveTheAnswerThatTookLeast() {
    answered(20, 1_000_010);
    assertThat(clock.nowMillis()).isEqualTo(1_000_020);
    answered(60_000, 1_060_015); // nearly all of it spent waiting for a session
    assertThat(clock.nowMillis()).as("not half a minute ahead").isEqualTo(1_060_020);
    answered(10, 1_060_028);
    assertThat(clock.nowMillis()).isEqualTo(1_060_033);
  }

  @Test
  void shouldBelieveAnAnswerTheLessTheOlderItIs() {
    answered(2, 1_000_000);
    long later = 200_000;
    nanos += later * MILLI;
    answered(200, 1_000_000 + later + 150); // about 100 ms to and fro, and 50 ms gone wrong since
    assertThat(clock.nowMillis()).isEqualTo(1_000_000 + later + 250);
  }

  private void answered(long afterMillis, long trackerMillis) {
    long begun = clock.begin();
    nanos += afterMillis * MILLI;
    clock.measured(trackerMillis, begun);
  }

  @Test
  void shouldBeLongAgoBeforeItWasMeasured() {
    nanos += 1_000_000 * MILLI;
    assertThat(clock.nowMillis()).isZero();
  }
}
