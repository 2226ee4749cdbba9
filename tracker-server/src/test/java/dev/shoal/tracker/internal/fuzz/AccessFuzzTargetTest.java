package dev.shoal.tracker.internal.fuzz;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccessFuzzTargetTest {
  private static final int VARIANTS = 40;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void shouldFindNothingWrongWithTheSeedsAndWhatIsLikeThem() throws GeneralSecurityException {
    for (byte[] seed : AccessSeeds.all()) {
      AccessFuzzTarget.fuzzerTestOneInput(seed);
      for (int i = 0; i < VARIANTS; i++) {
        AccessFuzzTarget.fuzzerTestOneInput(altered(seed));
      }
    }
  }

  /** With up to four bytes changed, and sometimes cut short. */
  private byte[] altered(byte[] seed) {
    byte[] altered = seed.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      altered[random.nextInt(altered.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) > 0
        ? altered
        : Arrays.copyOf(altered, random.nextInt(altered.length + 1));
  }
}
