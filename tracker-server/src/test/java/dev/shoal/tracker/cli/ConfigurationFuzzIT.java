package dev.shoal.tracker.cli;

import dev.shoal.transport.testing.FuzzRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes what reads the configuration; {@link dev.shoal.tracker.internal.fuzz} says for how long.
 */
@Tag("any-jdk")
class ConfigurationFuzzIT {
  @TempDir Path directory;

  @Test
  void shouldFindNothingWrong() throws Exception {
    new FuzzRun(ConfigurationFuzzTarget.class, directory)
        .atMost(20_000, 2)
        .longestInput(4096)
        .leavingOut(ConfigurationFuzzTarget.class.getName())
        .check(ConfigurationFuzzTarget.seeds());
  }
}
