package dev.shoal.peer.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.testing.Variants;
import org.junit.jupiter.api.Test;

class KnownTrackersFuzzTargetTest {
  @Test
  void shouldTakeTheSeeds() {
    assertThat(KnownTrackersFuzzTarget.seeds()).allMatch(KnownTrackersFuzzTarget::read);
  }

  @Test
  void shouldFindNothingWrongWithWhatIsLikeTheSeeds() {
    Variants.check(
        KnownTrackersFuzzTarget.seeds(), 2000, KnownTrackersFuzzTarget::fuzzerTestOneInput);
  }
}
