package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of a transfer, at either end of it. */
@Tag("any-jdk")
@Timeout(180)
class KilledProcessIT {
  private static final long LENGTH = 128L << 20;
  private static final long MOST_IN_FLIGHT = 48L << 20;

  @TempDir private Path directory;
  private ProcessSwarm swarm;
  private Path original;

  @BeforeEach
  void start() throws Exception {
    swarm = new ProcessSwarm(directory, List.of("-Xmx128m"));
    original = swarm.file("original.bin", LENGTH);
  }

  @AfterEach
  void stop() {
    swarm.close();
  }

  @Test
  void shouldFetchAtMostWhatWasInFlightTwiceWhenTheDownloaderIsKilled() throws Exception {
    String fileId = swarm.share(original).fileId();
    Program killed = swarm.get(fileId, "copy.bin");
    swarm.awaitChunksOf("copy.bin", LENGTH);
    killed.kill();

    JsonObject result = ProcessSwarm.result(swarm.get(fileId, "copy.bin"));

    long kept = result.get("keptBytes").getAsLong();
    long fetched = result.get("fetchedBytes").getAsLong();
    assertThat(kept).isPositive();
    assertThat(kept + fetched).isBetween(LENGTH, LENGTH + MOST_IN_FLIGHT);
    assertThat(directory.resolve("copy.bin")).hasSameBinaryContentAs(original);
  }

  @Test
  void shouldFinishFromTheOtherWhenASharerIsKilled() throws Exception {
    ProcessSwarm.Sharer killed = swarm.share(original);
    String fileId = swarm.share(original).fileId();
    Program get = swarm.get(fileId, "copy.bin");
    swarm.awaitChunksOf("copy.bin", LENGTH);
    killed.program().kill();

    JsonObject result = ProcessSwarm.result(get);

    assertThat(result.get("state").getAsString()).isEqualTo("complete");
    assertThat(directory.resolve("copy.bin")).hasSameBinaryContentAs(original);
  }
}
