package dev.shoal.peer.internal.fuzz;

import dev.shoal.peer.cli.LinesFuzzTarget;
import dev.shoal.peer.internal.account.SavedLoginFuzzTarget;
import dev.shoal.peer.internal.trust.KnownTrackersFuzzTarget;
import dev.shoal.transport.testing.FuzzRun;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes what a node reads from its own files and from people; {@link dev.shoal.peer.internal.fuzz}
 * says for how long.
 */
@Tag("any-jdk")
class FuzzIT {
  @TempDir Path directory;

  @Test
  void shouldFindNothingWrongWithKnownTrackers() throws Exception {
    run(KnownTrackersFuzzTarget.class, KnownTrackersFuzzTarget.seeds());
  }

  @Test
  void shouldFindNothingWrongWithLogins() throws Exception {
    run(SavedLoginFuzzTarget.class, SavedLoginFuzzTarget.seeds());
  }

  @Test
  void shouldFindNothingWrongWithListsAndLinksAndCommands() throws Exception {
    run(
        LinesFuzzTarget.class,
        Stream.of(LinesFuzzTarget.seeds(), LinesFuzzTarget.commands())
            .flatMap(List::stream)
            .toList());
  }

  private void run(Class<?> target, List<byte[]> seeds) throws Exception {
    new FuzzRun(target, directory)
        .atMost(20_000, 2)
        .longestInput(2048)
        .leavingOut(target.getName())
        .check(seeds);
  }
}
