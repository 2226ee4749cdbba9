package dev.shoal.tracker.internal.fuzz;

import dev.shoal.transport.testing.Variants;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class AccessFuzzTargetTest {
  @Test
  void shouldFindNothingWrongWithTheSeedsAndWhatIsLikeThem() throws GeneralSecurityException {
    Variants.check(AccessSeeds.all(), 240, AccessFuzzTarget::fuzzerTestOneInput);
  }
}
