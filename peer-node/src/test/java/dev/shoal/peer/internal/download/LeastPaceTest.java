package dev.shoal.peer.internal.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeastPaceTest {
  private final LeastPace pace = new LeastPace(Duration.ofNanos(100), 1000);

  @Test
  void shouldBeTooSlowWhenAFewBytesComeNowAndThen() {
    assertThat(pace.arrived(1, 1050)).isFalse();
    assertThat(pace.isTooSlow(1099)).isFalse();
    assertThat(pace.isTooSlow(1100)).isTrue();
  }

  @Test
  void shouldBeginAnewWheneverEnoughHasCome() {
    assertThat(pace.arrived(LeastPace.BYTES - 1, 1050)).isFalse();
    assertThat(pace.arrived(1, 1090)).isTrue();
    assertThat(pace.isTooSlow(1189)).isFalse();
    assertThat(pace.arrived(LeastPace.BYTES - 1, 1189)).isFalse();
    assertThat(pace.isTooSlow(1190)).isTrue();
  }
}
