package dev.shoal.peer.internal.schedule;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Property
  void shouldStayWithinADoublingRangeWhenFailuresRepeat(@ForAll long seed) {
    Backoff backoff = new Backoff(new SplittableRandom(seed));
    long range = MILLISECONDS.toNanos(500);
    for (int i = 0; i < 20; i++) {
      range = Math.min(2 * range, SECONDS.toNanos(30));
      assertThat(backoff.nextDelayNanos()).isBetween(MILLISECONDS.toNanos(500), range);
    }
    assertThat(backoff.failures()).isEqualTo(20);
  }

  @Test
  void shouldBeginAgainWhenReset() {
    Backoff backoff = new Backoff(new SplittableRandom(1));
    for (int i = 0; i < 10; i++) {
      backoff.nextDelayNanos();
    }
    backoff.reset();
    assertThat(backoff.failures()).isZero();
    assertThat(backoff.nextDelayNanos()).isLessThanOrEqualTo(SECONDS.toNanos(1));
  }

  @Test
  void shouldSpreadWhenManyFailTogether() {
    Set<Long> delays = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      delays.add(new Backoff(new SplittableRandom(seed)).nextDelayNanos());
    }
    assertThat(delays).hasSizeGreaterThan(90);
  }

  @Test
  void shouldBeConstantWhenTheRangeIsOneValue() {
    assertThat(new Backoff(7, 7, new SplittableRandom(1)).nextDelayNanos()).isEqualTo(7);
  }

  @Test
  void shouldRefuseWhenTheRangeIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(2, 1, new SplittableRandom(1)))
        .withMessage("not a range of delays: 2..1");
  }
}
