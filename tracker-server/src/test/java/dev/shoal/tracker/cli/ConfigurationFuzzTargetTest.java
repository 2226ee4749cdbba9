package dev.shoal.tracker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.testing.Variants;
import org.junit.jupiter.api.Test;

class ConfigurationFuzzTargetTest {
  @Test
  void shouldTakeTheSeeds() {
    assertThat(ConfigurationFuzzTarget.seeds()).allMatch(ConfigurationFuzzTarget::isTaken);
  }

  @Test
  void shouldFindNothingWrongWithWhatIsLikeTheSeeds() {
    Variants.check(
        ConfigurationFuzzTarget.seeds(), 1000, ConfigurationFuzzTarget::fuzzerTestOneInput);
  }
}
