package dev.shoal.peer.internal.download;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.internal.schedule.Priorities;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final long SECOND = SECONDS.toNanos(1);

  private final Priorities priorities = new Priorities(0);
  private final Standing high = new Standing(priorities, DownloadPriority.HIGH);
  private final Standing low = new Standing(priorities, DownloadPriority.LOW);

  @Test
  void shouldYieldWhenAMoreImportantOneReceives() {
    high.received(0);
    assertThat(low.mustYield(0)).isTrue();
    low.set(DownloadPriority.HIGH);
    assertThat(low.mustYield(0)).isFalse();
  }

  @Test
  void shouldNotYieldToOneThatItsOwnRateLimitHoldsBack() {
    high.heldBack(0);
    high.received(SECOND - 1);
    assertThat(low.mustYield(SECOND - 1)).isFalse();
    high.received(SECOND);
    assertThat(low.mustYield(SECOND)).as("it was not held back for a while").isTrue();
  }
}
