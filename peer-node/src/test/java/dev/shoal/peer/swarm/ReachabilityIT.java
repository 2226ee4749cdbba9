package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.FileDetails;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.TrackerStatus;
import dev.shoal.transport.TransportKind;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a node is handed out as a source, which the tracker finds out by dialling it. */
@Timeout(120)
class ReachabilityIT {
  private static final DownloadOptions PATIENT =
      DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60));

  @TempDir Path directory;

  @OnEveryTransport
  void shouldBeHandedOutWhenTheTrackerReachesIt(TransportKind kind) throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(1).leechers(1).over(kind).start()) {
      Await.until("it is handed out", () -> isHandedOut(swarm.seeders().get(0)));
      swarm.everyoneDownloads();
      swarm.everyCopyIsIdentical();
      Await.until("the leecher, too", () -> isHandedOut(swarm.leechers().get(0)));
    }
  }

  @OnEveryTransport
  void shouldDownloadButNotBeHandedOutWhenTheTrackerCannotReachIt(TransportKind kind)
      throws Exception {
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(1).over(kind).start();
        Relay relay = new Relay(swarm.tracker().address(), elsewhere);
        PeerNode hidden = swarm.settings("hidden").tracker(relay.address()).build()) {
      Await.result(hidden.share(swarm.original()));
      PeerNode asker = swarm.leechers().get(0);
      Await.until("it is registered", () -> details(asker, swarm).seeders() == 1);
      assertThat(hidden.trackerStatus().map(TrackerStatus::connected)).contains(true);
      assertThat(isHandedOut(hidden)).isFalse();
      Await.failure(
          swarm.download(0, PATIENT.withWaitFor(Duration.ofSeconds(1))).completion(),
          NotFoundException.class);

      Path other = Content.write(directory.resolve("other.bin"), 300_000, 2);
      try (PeerNode reachable = swarm.node("reachable")) {
        SharedFile shared = Await.result(reachable.share(other));
        Path copy = directory.resolve("copy of other.bin");
        Await.result(hidden.download(shared.fileId(), copy, PATIENT).completion());
        assertThat(copy).hasSameBinaryContentAs(other);
        assertThat(isHandedOut(reachable)).isTrue();
        assertThat(isHandedOut(hidden)).isFalse();
      }
    }
  }

  private static FileDetails details(PeerNode asker, Swarm swarm) {
    return asker.details(swarm.fileId()).join();
  }

  private static boolean isHandedOut(PeerNode node) {
    return node.trackerStatus().map(TrackerStatus::dialable).orElse(false);
  }
}
