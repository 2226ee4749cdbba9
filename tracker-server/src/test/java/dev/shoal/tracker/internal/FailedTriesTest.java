package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FrameKind;
import org.junit.jupiter.api.Test;

class FailedTriesTest {
  private static final long SECOND = 1_000_000_000L;

  private final FailedTries failures = new FailedTries();
  private long now = -3 * SECOND;

  @Test
  void shouldBearAPersonsMistakesButNoFlood() {
    for (int i = 0; i < FailedTries.AT_ONCE; i++) {
      assertThat(failures.isBorne(now)).isTrue();
    }
    assertThat(failures.isBorne(now)).isFalse();
  }

  @Test
  void shouldBearOneEachSecondForEver() {
    for (int i = 0; i < 1000; i++) {
      assertThat(failures.isBorne(now)).isTrue();
      now += SECOND;
    }
  }

  @Test
  void shouldCountWhatLeadsToALoginAndNothingElse() {
    assertThat(FailedTries.counts(FrameKind.LOGIN)).isTrue();
    assertThat(FailedTries.counts(FrameKind.AUTHENTICATE)).isTrue();
    assertThat(FailedTries.counts(FrameKind.LIST_GROUPS)).isFalse();
    assertThat(FailedTries.counts(FrameKind.REQUEST_CAPABILITY)).isFalse();
  }
}
