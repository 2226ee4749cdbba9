package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
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
    assertThat(FailedTries.counts(FrameKind.LOGIN, ErrorCode.DENIED)).isTrue();
    assertThat(FailedTries.counts(FrameKind.AUTHENTICATE, ErrorCode.DENIED)).isTrue();
    assertThat(FailedTries.counts(FrameKind.LIST_GROUPS, ErrorCode.DENIED)).isFalse();
    assertThat(FailedTries.counts(FrameKind.REQUEST_CAPABILITY, ErrorCode.BUSY)).isFalse();
  }

  @Test
  void shouldCountWhatAGuessMeetsWithAndNoOtherFailure() {
    for (ErrorCode reason : ErrorCode.values()) {
      assertThat(FailedTries.counts(FrameKind.CREATE_USER, reason))
          .as("%s", reason)
          .isEqualTo(reason == ErrorCode.DENIED || reason == ErrorCode.BUSY);
    }
  }
}
