package dev.shoal.tracker.internal.fuzz;

import dev.shoal.protocol.CapabilityToken;
import dev.shoal.transport.testing.FuzzRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes what reads tokens, keys, peer ids and names. Only when asked to: Jazzer takes longer to
 * start than this is worth in every build, which has {@link AccessFuzzTargetTest}.
 */
@EnabledIfSystemProperty(named = "shoal.fuzz.runs", matches = ".+")
class AccessFuzzIT {
  @TempDir Path directory;

  @Test
  void shouldFindNothingWrong() throws Exception {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    AccessSeeds.write(seeds);

    new FuzzRun(AccessFuzzTarget.class, directory)
        .atMost(5_000, 5)
        .longestInput(CapabilityToken.LENGTH + 1)
        .leavingOut("dev.shoal.tracker.internal.fuzz.**:dev.shoal.protocol.wire.**")
        .check(seeds);
  }
}
