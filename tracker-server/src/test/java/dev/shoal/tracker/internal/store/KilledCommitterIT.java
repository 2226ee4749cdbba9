package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.tracker.internal.state.StoredFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that publishes, with SIGKILL and at random moments, and looks for what was
 * acknowledged. {@code -Dshoal.kill.rounds=200} does it more often.
 */
@Tag("any-jdk")
class KilledCommitterIT {
  private static final int ROUNDS = Integer.getInteger("shoal.kill.rounds", 8);

  @TempDir Path directory;

  @Test
  void shouldHoldEveryAcknowledgedFileWhenKilled() throws Exception {
    Path store = directory.resolve("tracker.mv");
    Random random = new Random(ROUNDS);
    int held = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int acknowledged = publishUntilKilled(store, random);
      List<StoredFile> files = read(store);

      assertThat(files.size()).as("round %s", round).isGreaterThanOrEqualTo(acknowledged);
      assertThat(files.size()).isGreaterThanOrEqualTo(held);
      for (int i = held; i < files.size(); i++) {
        assertThat(files.get(i)).isEqualTo(Some.stored(i, i, 1, "file " + i));
      }
      held = files.size();
    }
    assertThat(held).isPositive();
  }

  /** Gives how many files were acknowledged in all, this time and before. */
  private static int publishUntilKilled(Path store, Random random) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledCommitter.class.getName(),
                store.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int acknowledged = 0;
    try (BufferedReader lines = process.inputReader()) {
      int before = random.nextInt(4) == 0 ? random.nextInt(10) : random.nextInt(5000);
      for (int i = 0; i < before; i++) {
        acknowledged = Integer.parseInt(lines.readLine()) + 1;
      }
      process.toHandle().destroyForcibly(); // not the process's own, which closes the stream, too
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = line.isEmpty() ? acknowledged : Integer.parseInt(line) + 1;
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private static List<StoredFile> read(Path store) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    Store.open(store, files::add).close();
    return files;
  }
}
