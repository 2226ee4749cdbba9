package dev.shoal.benchmarks.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HostUsageTest {
  @Test
  void shouldCountWhatIsNeitherIdleNorStolen() throws IOException {
    HostUsage usage = HostUsage.parse("cpu  100 20 300 9999 8888 5 6 70 0 0");
    assertThat(usage.busySeconds()).isEqualTo(4.31);
    assertThat(usage.stolenSeconds()).isEqualTo(0.7);
  }

  @Test
  void shouldTellTheDifferenceToAnEarlierMoment() {
    HostUsage since = new HostUsage(5, 2).since(new HostUsage(3, 0.5));
    assertThat(since).isEqualTo(new HostUsage(2, 1.5));
  }

  @Test
  void shouldFailWhenTheLineSaysNothing() {
    assertThatIOException().isThrownBy(() -> HostUsage.parse("cpu"));
  }
}
