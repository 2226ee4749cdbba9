package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyncScheduleTest {
  private static final long START = Long.MAX_VALUE - 1; // nanoTime may wrap around

  private final SyncSchedule schedule = new SyncSchedule(START);

  @Test
  void shouldNotBeDueWhenNothingWasWritten() {
    assertThat(schedule.isDue(START + 10 * SyncSchedule.NANOS)).isFalse();
  }

  @Test
  void shouldBeDueWhenEnoughTimeHasPassed() {
    schedule.wrote(1);

    assertThat(schedule.isDue(START + SyncSchedule.NANOS - 1)).isFalse();
    assertThat(schedule.isDue(START + SyncSchedule.NANOS)).isTrue();
  }

  @Test
  void shouldBeDueWhenEnoughWasWritten() {
    schedule.wrote(SyncSchedule.BYTES - 1);
    assertThat(schedule.isDue(START)).isFalse();

    schedule.wrote(1);
    assertThat(schedule.isDue(START)).isTrue();
  }

  @Test
  void shouldStartAnewWhenSyncBegins() {
    schedule.wrote(SyncSchedule.BYTES);
    schedule.begin(START + 1);
    schedule.wrote(1);

    assertThat(schedule.isDue(START + SyncSchedule.NANOS)).isFalse();
    assertThat(schedule.isDue(START + 1 + SyncSchedule.NANOS)).isTrue();
  }
}
