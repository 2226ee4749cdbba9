package dev.shoal.peer.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScanPaceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ScanPace pace = new ScanPace(60 * SECOND);

  @Test
  void shouldRestAsLongAsIsSetWhenScansAreQuick() {
    assertThat(pace.rest(SECOND / 10, true)).isEqualTo(60 * SECOND);
  }

  @Test
  void shouldSpendAHundredthOfTheTimeAtMostWhenScansAreSlow() {
    assertThat(pace.rest(10 * SECOND, true)).isEqualTo(990 * SECOND);
    assertThat(pace.rest(10 * SECOND, false)).isEqualTo(990 * SECOND);
  }

  @Test
  void shouldScanMoreOftenWhenTheSystemDoesNotTellOfChanges() {
    assertThat(pace.rest(SECOND / 100, false)).isEqualTo(10 * SECOND);
    assertThat(new ScanPace(SECOND).rest(0, false)).isEqualTo(SECOND);
  }
}
