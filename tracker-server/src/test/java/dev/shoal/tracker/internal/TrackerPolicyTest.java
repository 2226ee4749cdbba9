package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackerPolicyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void shouldRefuseWhenLeaseIsNoLongerThanHeartbeat() {
    assertThatThrownBy(() -> new TrackerPolicy(MINUTE, MINUTE, MINUTE, 30, 256, 1, 1, 1))
        .hasMessage("a lease of PT1M would end before the next heartbeat after PT1M");
  }

  @Test
  void shouldNameSettingWhenItIsOutOfRange() {
    assertThatThrownBy(() -> new TrackerPolicy(Duration.ZERO, MINUTE, MINUTE, 30, 256, 1, 1, 1))
        .hasMessage("heartbeat must be from 1 ms to 1 day, not PT0S");
    assertThatThrownBy(() -> new TrackerPolicy(MINUTE, MINUTE, MINUTE, 30, 257, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new TrackerPolicy(MINUTE, MINUTE.plusMillis(1), MINUTE, 30, 257, 1, 1, 1))
        .hasMessage("maxSources must be from 1 to 256, not 257");
  }
}
