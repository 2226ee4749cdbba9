package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitTimeTest {
  @Test
  void shouldReadTimesAndForever() {
    assertThat(WaitTime.parse("5m")).isEqualTo(new WaitTime(Duration.ofMinutes(5)));
    assertThat(WaitTime.parse("5m").seconds()).isEqualTo(300);
    assertThat(WaitTime.parse(" Forever ").seconds()).isEqualTo(-1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WaitTime.parse("ever"))
        .withMessageContaining("forever, or a number with a unit such as 30s");
  }

  @Test
  void shouldBeForeverWhenItIsMoreThanCanBeCounted() {
    WaitTime longest = WaitTime.parse("P9999999D");

    assertThat(longest).isEqualTo(WaitTime.parse("forever"));
    assertThat(longest.duration().toNanos()).isPositive();
  }
}
