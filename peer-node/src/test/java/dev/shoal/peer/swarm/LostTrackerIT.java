package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import dev.shoal.transport.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What still works without the tracker, and what comes back with it. */
@Tag("any-jdk")
@Timeout(120)
class LostTrackerIT {
  private static final DownloadOptions PATIENT =
      DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60));
  private static final FileId UNKNOWN = FileId.fromBytes(new byte[FileId.LENGTH]);

  @TempDir Path directory;

  @OnEveryTransport
  void shouldShareAndServeWhenTheTrackerIsDown(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(1).over(kind).start()) {
      swarm.trackerStops();
      try (PeerNode seeder = swarm.node("seeder")) {
        SharedFile shared = Await.result(seeder.share(swarm.original()));
        assertThat(shared.fileId()).isEqualTo(swarm.fileId());
        assertThat(seeder.isTrackerConnected()).isFalse();
        DownloadOptions direct = DownloadOptions.defaults().withSources(List.of(seeder.address()));
        Await.result(swarm.download(0, direct).completion());
        swarm.everyCopyIsIdentical();

        swarm.trackerStarts();
        try (PeerNode late = swarm.node("late")) {
          DownloadResult found =
              Await.result(
                  late.download(swarm.fileId(), directory.resolve("late.bin"), PATIENT)
                      .completion());
          assertThat(found.fetchedBytes()).isGreaterThanOrEqualTo(found.length());
        }
      }
    }
  }

  @OnEveryTransport
  void shouldGoOnAndRegisterAgainWhenTheTrackerRestarts(TransportKind kind) throws Exception {
    try (Swarm swarm =
            Swarm.in(directory).sharing(16 << 20).seeders(1).leechers(0).over(kind).start();
        Brake brake = new Brake(20);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      swarm.trackerStops();
      Await.until("the loss is noticed", () -> !swarm.seeders().get(0).isTrackerConnected());
      brake.release();
      Await.result(download.completion());
      swarm.isIdentical(swarm.copy(0));

      swarm.trackerStarts();
      try (PeerNode late = swarm.node("late")) {
        Await.until("the seeder is back", swarm.seeders().get(0)::isTrackerConnected);
        Await.until("the downloader is back", node::isTrackerConnected);
        Download copy = late.download(swarm.fileId(), directory.resolve("late.bin"), PATIENT);
        Await.result(copy.completion());
        swarm.isIdentical(copy.destination());
      }
    }
  }

  @Test
  void shouldBeFoundAgainWhenItsConnectionToTheTrackerWasCut() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(1).start();
        Relay relay = new Relay(swarm.tracker().address());
        PeerNode seeder = swarm.settings("seeder").tracker(relay.address()).build()) {
      Await.result(seeder.share(swarm.original()));
      relay.cut();
      Await.until("it is connected again", () -> relay.connections() > 1);
      Await.result(swarm.download(0, PATIENT).completion());
      swarm.everyCopyIsIdentical();
      assertThat(seeder.isTrackerConnected()).isTrue();
    }
  }

  @Test
  void shouldBeFoundAgainWhenItsLeaseRanOutUnderAStandingConnection() throws Exception {
    try (Swarm swarm =
            Swarm.in(directory)
                .seeders(0)
                .leechers(1)
                .leases(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(300))
                .start();
        Relay relay = new Relay(swarm.tracker().address());
        PeerNode asker = swarm.node("asker");
        PeerNode seeder = swarm.settings("seeder").tracker(relay.address()).build()) {
      Await.result(seeder.share(swarm.original()));
      relay.freeze(true);
      Path probe = directory.resolve("probe.bin");
      Await.until("the lease has run out", () -> !isFound(asker, swarm, probe));
      relay.freeze(false);
      Await.result(swarm.download(0, PATIENT).completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldFailAsUnreachableWhenTheTrackerIsDown() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(1).leechers(1).start()) {
      swarm.trackerStops();
      Await.until("the loss is noticed", () -> !swarm.leechers().get(0).isTrackerConnected());
      Download download = swarm.download(0, DownloadOptions.defaults());
      UnreachableException failure =
          Await.failure(download.completion(), UnreachableException.class);
      assertThat(failure).hasMessageStartingWith("the tracker cannot be reached: ");
      Await.failure(swarm.leechers().get(0).search("anything", null), UnreachableException.class);
    }
  }

  @Test
  void shouldFailAtOnceWhenNobodySharesTheFile() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(1).start()) {
      CompletableFuture<DownloadResult> completion =
          swarm.leechers().get(0).download(UNKNOWN, swarm.copy(0)).completion();
      Await.failure(completion.orTimeout(30, TimeUnit.SECONDS), NotFoundException.class);
      assertThat(directory.toFile().list((in, name) -> name.endsWith(".part"))).isEmpty();
    }
  }

  @OnEveryTransport
  void shouldBeginByItselfWhenSomebodySharesTheFileLater(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(1).over(kind).start();
        PeerNode seeder = swarm.node("seeder")) {
      Download download = swarm.download(0, PATIENT);
      Await.until("the tracker has been asked", seeder::isTrackerConnected);
      Await.result(seeder.share(swarm.original()));
      Await.result(download.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldFailAfterTheWaitWhenNobodySharesTheFile() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(1).start()) {
      long start = System.nanoTime();
      Download download =
          swarm.download(0, DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(1)));
      NotFoundException failure = Await.failure(download.completion(), NotFoundException.class);
      assertThat(failure).hasMessage("nobody shares the file " + swarm.fileId());
      assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
    }
  }

  private static boolean isFound(PeerNode asker, Swarm swarm, Path probe) {
    DownloadOptions once = DownloadOptions.defaults().withKeepSharing(false).withOverwrite(true);
    return asker
        .download(swarm.fileId(), probe, once)
        .completion()
        .handle((result, failure) -> failure == null)
        .join();
  }
}
