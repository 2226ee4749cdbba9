package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace(3, 2, 0);

  @Test
  void shouldGiveABurstAndThenSoManyInASecond() {
    assertThat(taken(0)).isEqualTo(3);
    assertThat(taken(SECOND / 4)).isZero();
    assertThat(taken(SECOND / 2)).isEqualTo(1);
    assertThat(taken(3 * SECOND / 2)).isEqualTo(2);
  }

  @Test
  void shouldNotSaveUpMoreThanABurst() {
    assertThat(taken(0)).isEqualTo(3);
    assertThat(taken(1000 * SECOND)).isEqualTo(3);
  }

  private int taken(long nowNanos) {
    int count = 0;
    while (pace.tryTake(nowNanos)) {
      count++;
    }
    return count;
  }
}
