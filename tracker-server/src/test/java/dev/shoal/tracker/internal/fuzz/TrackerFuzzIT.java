package dev.shoal.tracker.internal.fuzz;

import dev.shoal.transport.testing.FuzzRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes a tracker for a bounded time; {@link dev.shoal.tracker.internal.fuzz} says how for long.
 */
@Tag("any-jdk")
class TrackerFuzzIT {
  @TempDir Path directory;

  @Test
  void shouldFindNothingWrong() throws Exception {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    Corpus.write(seeds);

    new FuzzRun(TrackerFuzzTarget.class, directory)
        .atMost(10_000, 12)
        .longestInput(2048)
        .leavingOut("dev.shoal.tracker.internal.fuzz.**:dev.shoal.protocol.wire.**")
        .check(seeds);
  }
}
