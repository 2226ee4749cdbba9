package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.tracker.internal.TrackerPolicy.Answers;
import dev.shoal.tracker.internal.TrackerPolicy.Quotas;
import dev.shoal.tracker.internal.TrackerPolicy.Terms;
import dev.shoal.transport.TrafficLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackerPolicyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void shouldRefuseWhenLeaseIsNoLongerThanHeartbeat() {
    assertThatThrownBy(() -> new Terms(MINUTE, MINUTE, MINUTE, MINUTE))
        .hasMessage("a lease of PT1M would end before the next heartbeat after PT1M");
  }

  @Test
  void shouldNameSettingWhenItIsOutOfRange() {
    assertThatThrownBy(() -> new Terms(Duration.ZERO, MINUTE, MINUTE, MINUTE))
        .hasMessage("heartbeat must be from 1 ms to 1 day, not PT0S");
    assertThatThrownBy(() -> new Answers(30, 257))
        .hasMessage("maxSources must be from 1 to 256, not 257");
    assertThatThrownBy(() -> new Answers(31, 30))
        .hasMessage("defaultSources must be from 1 to 30, not 31");
    assertThatThrownBy(() -> quotas(0, 4096))
        .hasMessage("maxFiles must be from 1 to 2147483647, not 0");
  }

  @Test
  void shouldRefuseWhenNoWholeBatchCouldBePublished() {
    assertThatThrownBy(() -> quotas(1, 2047))
        .hasMessage("publicationsAtOnce must allow a batch of 2048, not 2047");
  }

  private static Quotas quotas(int files, int atOnce) {
    return new Quotas(files, 1, 1, 1, 1, 1, 1, atOnce, 1, 1, 1, TrafficLimits.defaults());
  }
}
