package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.CapabilityToken;
import dev.shoal.transport.testing.FuzzRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes what reads tokens, keys, peer ids and names; {@link dev.shoal.tracker.internal.fuzz} says
 * for how long.
 */
@Tag("any-jdk")
class AccessFuzzIT {
  @TempDir Path directory;

  @Test
  void shouldFindNothingWrong() throws Exception {
    new FuzzRun(AccessFuzzTarget.class, directory)
        .atMost(20_000, 2)
        .longestInput(CapabilityToken.LENGTH + 1)
        .leavingOut("dev.shoal.tracker.internal.fuzz.**:dev.shoal.protocol.wire.**")
        .check(AccessSeeds.all());
  }
}
