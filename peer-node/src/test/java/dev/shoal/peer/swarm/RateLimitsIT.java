package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.transport.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every limit that a person can set holds a download up, and lets it go on when it is lifted. */
@Tag("any-jdk")
@Timeout(120)
class RateLimitsIT {
  private static final long SLOWEST = 1024;

  @TempDir Path directory;

  private Swarm swarm(TransportKind kind) throws Exception {
    return Swarm.in(directory).sharing(8 << 20).seeders(1).leechers(1).over(kind).start();
  }

  /**
   * At the slowest rate what comes at once at first is all that comes for now; the rest would take
   * two hours.
   */
  private static void assertHeldUpUntilLifted(
      Swarm swarm, DownloadOptions options, Consumer<Download> lift) throws Exception {
    Download download = swarm.download(0, options);
    Await.until("something comes", () -> download.progress().fetchedBytes() > 0);
    assertThat(download.progress().verifiedBytes()).isLessThan(4 << 20);
    assertThat(download.completion()).isNotDone();
    lift.accept(download);
    Await.result(download.completion());
    swarm.everyCopyIsIdentical();
  }

  @OnEveryTransport
  void shouldSendNoFasterThanTheNodeMayUntilThatIsLifted(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind)) {
      swarm.seeders().get(0).setUploadLimit(SLOWEST);
      assertHeldUpUntilLifted(
          swarm, DownloadOptions.defaults(), download -> swarm.seeders().get(0).setUploadLimit(0));
    }
  }

  @OnEveryTransport
  void shouldSendNoFasterThanTheFileMayUntilThatIsLifted(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind)) {
      swarm.shared().get(0).setUploadLimit(SLOWEST);
      assertHeldUpUntilLifted(
          swarm, DownloadOptions.defaults(), download -> swarm.shared().get(0).setUploadLimit(0));
    }
  }

  @OnEveryTransport
  void shouldFetchNoFasterThanTheNodeMayUntilThatIsLifted(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind)) {
      swarm.leechers().get(0).setDownloadLimit(SLOWEST);
      assertHeldUpUntilLifted(
          swarm,
          DownloadOptions.defaults(),
          download -> swarm.leechers().get(0).setDownloadLimit(0));
    }
  }

  @OnEveryTransport
  void shouldFetchNoFasterThanTheDownloadMayUntilThatIsLifted(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind)) {
      assertHeldUpUntilLifted(
          swarm,
          DownloadOptions.defaults().withDownloadLimit(SLOWEST),
          download -> download.setDownloadLimit(0));
    }
  }

  /** A quarter of the file in each second: it can't be there in less than three. */
  @OnEveryTransport
  void shouldTakeAsLongAsTheRateSays(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind)) {
      Download download = swarm.download(0, DownloadOptions.defaults().withDownloadLimit(2 << 20));
      Duration took = Await.result(download.completion()).duration();
      assertThat(took).isGreaterThan(Duration.ofSeconds(3));
      swarm.everyCopyIsIdentical();
    }
  }
}
