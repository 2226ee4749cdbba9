package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.TrackerStatus;
import dev.shoal.tracker.TrackerServer;
import dev.shoal.transport.TransportKind;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that know more than one tracker. */
@Timeout(120)
class SeveralTrackersIT {
  private static final DownloadOptions PATIENT =
      DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60));

  @TempDir Path directory;

  @OnEveryTransport
  void shouldMeetAtTheSecondTrackerWhenTheFirstIsKilledHalfWay(TransportKind kind)
      throws Exception {
    try (Swarm swarm =
            Swarm.in(directory).sharing(16 << 20).seeders(0).leechers(0).over(kind).start();
        TrackerServer second = tracker();
        Brake brake = new Brake(20);
        PeerNode seeder = node(swarm, second, "seeder").build();
        PeerNode leecher = node(swarm, second, "leecher").workers(brake).build()) {
      SharedFile shared = Await.result(seeder.share(swarm.original()));
      assertThat(shared.link().trackers()).containsExactlyElementsOf(names(swarm, second));
      Download download = leecher.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      swarm.trackerStops();
      brake.release();
      Await.result(download.completion());
      swarm.isIdentical(swarm.copy(0));

      isAt(second, seeder);
      isAt(second, leecher);
      try (PeerNode late = node(swarm, second, "late").build()) {
        Download copy = late.download(swarm.fileId(), swarm.copy(1), PATIENT);
        Await.result(copy.completion());
        swarm.isIdentical(swarm.copy(1));
      }
    }
  }

  @Test
  void shouldUseOnlyTheFirstTrackerWhenItAnswers() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(0).start();
        TrackerServer second = tracker();
        PeerNode node = node(swarm, second, "node").build()) {
      Await.until("it is connected", node::isTrackerConnected);
      assertThat(node.trackerStatus().map(TrackerStatus::tracker))
          .contains(names(swarm, second).get(0));
      Await.until("the first has it", () -> swarm.tracker().connectionCount() == 1);
      assertThat(second.connectionCount()).isZero();
    }
  }

  private static TrackerServer tracker() {
    return TrackerServer.builder()
        .bindAddress(InetAddress.getLoopbackAddress())
        .port(0)
        .start()
        .join();
  }

  private static PeerNode.Builder node(Swarm swarm, TrackerServer second, String name) {
    return swarm.settings(name).trackers(names(swarm, second));
  }

  private static List<String> names(Swarm swarm, TrackerServer second) {
    return List.of(
        NetUtil.toSocketAddressString(swarm.tracker().address()),
        NetUtil.toSocketAddressString(second.address()));
  }

  private static void isAt(TrackerServer tracker, PeerNode node) {
    String name = NetUtil.toSocketAddressString(tracker.address());
    Await.until(
        "the node is at " + name,
        () ->
            node.trackerStatus()
                .filter(status -> status.connected() && status.tracker().equals(name))
                .isPresent());
  }
}
