package dev.shoal.transport.internal.limits;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TrafficLimits;
import org.junit.jupiter.api.Test;

class FramePaceTest {
  private static final long SECOND = 1_000_000_000L;

  private final FramePace pace = new FramePace(TrafficLimits.builder().slowestBytes(1000).build());

  @Test
  void shouldGiveASmallFrameTheGraceAndNoMore() throws ProtocolException {
    pace.check(1, 16, 0);
    pace.check(1, 16, 30 * SECOND);
    assertThatThrownBy(() -> pace.check(1, 16, 31 * SECOND))
        .hasMessage("a frame arrived slower than 1000 bytes a second")
        .extracting("code")
        .isEqualTo(ErrorCode.TIMED_OUT);
  }

  @Test
  void shouldGiveALargeFrameTheTimeThatItsLengthTakes() throws ProtocolException {
    pace.check(1, 100_000, 0);
    pace.check(1, 100_000, 130 * SECOND);
    assertThatThrownBy(() -> pace.check(1, 100_000, 131 * SECOND))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void shouldTimeEachFrameByItself() throws ProtocolException {
    for (int frame = 0; frame < 100; frame++) {
      pace.check(frame, 16, frame * 20L * SECOND);
      pace.check(frame, 16, (frame * 20L + 19) * SECOND);
    }
  }

  @Test
  void shouldBearWithAnythingWhenThereIsNoLimit() throws ProtocolException {
    FramePace patient = new FramePace(TrafficLimits.builder().slowestBytes(0).build());
    patient.check(1, 16, 0);
    assertThatCode(() -> patient.check(1, 16, 100_000 * SECOND)).doesNotThrowAnyException();
  }
}
