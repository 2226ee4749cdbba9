package dev.shoal.peer.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransferRateTest {
  @Test
  void shouldTellTheRateOverTheLastSeconds() {
    TransferRate rate = new TransferRate();
    assertThat(rate.perSecond()).isZero();
    rate.look(500, 0);
    assertThat(rate.perSecond()).isZero();
    rate.look(1500, SECONDS.toNanos(1));
    assertThat(rate.perSecond()).isEqualTo(1000);
    for (int second = 2; second < 20; second++) {
      rate.look(1500 + 10L * second, SECONDS.toNanos(second));
    }
    assertThat(rate.perSecond()).isEqualTo(10);
  }
}
