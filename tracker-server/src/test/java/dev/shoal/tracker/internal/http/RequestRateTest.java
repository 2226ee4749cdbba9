package dev.shoal.tracker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestRateTest {
  private final RequestRate rate = new RequestRate();

  @Test
  void shouldTellRateSinceLastLook() {
    assertThat(rate.look(100, at(-5))).isZero();
    assertThat(rate.look(150, at(0))).isEqualTo(10);
    assertThat(rate.look(150, at(2))).isZero();
  }

  @Test
  void shouldTellTheSameWhenLooksAreInQuickSuccession() {
    rate.look(0, at(0));
    assertThat(rate.look(100, at(1))).isEqualTo(100);
    assertThat(rate.look(101, at(1) + 1)).isEqualTo(100);
    assertThat(rate.look(300, at(3))).isEqualTo(100);
  }

  private static long at(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
