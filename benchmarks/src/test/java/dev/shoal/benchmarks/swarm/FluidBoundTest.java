package dev.shoal.benchmarks.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FluidBoundTest {
  private static final double FILE = 1e6;

  @Test
  void shouldBeTheSeedersTimeWhenItSendsSlowest() {
    List<Link> leechers = Collections.nCopies(8, new Link(100, 100));
    assertThat(FluidBound.seconds(FILE, new Link(8, 100), leechers)).isEqualTo(1);
  }

  @Test
  void shouldBeTheSlowestReceiversTime() {
    List<Link> leechers = List.of(new Link(100, 100), new Link(100, 2));
    assertThat(FluidBound.seconds(FILE, new Link(100, 100), leechers)).isEqualTo(4);
  }

  @Test
  void shouldBeTheTimeToSendAllCopiesWhenLeechersSendLittle() {
    List<Link> leechers = Collections.nCopies(8, new Link(20, 100));
    // 8 MB over 100 + 8 x 20 Mbit/s
    assertThat(FluidBound.seconds(FILE, new Link(100, 100), leechers))
        .isCloseTo(64.0 / 260, within(1e-9));
  }
}
