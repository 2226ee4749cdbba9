package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PaceTest {
  @Property(tries = 50)
  void shouldRestLongerEachTimeAndBeginAnewWhenReset(@ForAll long seed) {
    Pace pace = new Pace(new SplittableRandom(seed));
    long least = Pace.LEAST_NANOS;
    for (int i = 0; i < 10; i++) {
      assertThat(pace.rest()).isBetween(least, least + least / 4);
      least = Math.min(2 * least, Pace.MOST_NANOS);
    }
    pace.reset();
    assertThat(pace.rest()).isLessThanOrEqualTo(Pace.LEAST_NANOS * 5 / 4);
  }
}
