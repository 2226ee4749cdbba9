package dev.shoal.peer.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.testing.Variants;
import org.junit.jupiter.api.Test;

class SavedLoginFuzzTargetTest {
  @Test
  void shouldTakeTheSeeds() {
    assertThat(SavedLoginFuzzTarget.seeds()).allMatch(SavedLoginFuzzTarget::read);
  }

  @Test
  void shouldFindNothingWrongWithWhatIsLikeTheSeeds() {
    Variants.check(SavedLoginFuzzTarget.seeds(), 2000, SavedLoginFuzzTarget::fuzzerTestOneInput);
  }
}
