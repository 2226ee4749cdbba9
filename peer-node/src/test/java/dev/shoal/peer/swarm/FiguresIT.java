package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ConnectedPeer;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.NodeFigures;
import dev.shoal.peer.PeerNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells of itself. */
class FiguresIT {
  @TempDir Path directory;

  @Test
  void shouldTellWhomItIsConnectedWith() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(4 << 20).seeders(1).leechers(1).start()) {
      PeerNode seeder = swarm.seeders().get(0);
      PeerNode leecher = swarm.leechers().get(0);
      assertThat(seeder.connections()).isEmpty();
      seeder.setUploadLimit(64 << 10);
      Download download = swarm.download(0, DownloadOptions.defaults());
      Await.until(
          "something has arrived",
          () -> leecher.connections().stream().anyMatch(peer -> peer.receivedBytes() > 0));
      ConnectedPeer source = leecher.connections().get(0);
      assertThat(source.address()).isEqualTo(seeder.address());
      assertThat(source.dialled()).isTrue();
      assertThat(source.peerId()).isEqualTo(seeder.peerId());
      assertThat(source.program()).startsWith("shoal/");
      assertThat(source.receivedBytes()).isPositive();
      assertThat(source.sentBytes()).isZero();
      ConnectedPeer taker = seeder.connections().get(0);
      assertThat(taker.dialled()).isFalse();
      assertThat(taker.peerId()).isEqualTo(leecher.peerId());
      assertThat(leecher.figures().downloads(DownloadState.DOWNLOADING)).isEqualTo(1);
      assertThat(leecher.figures().memoryLimit()).isPositive();
      seeder.setUploadLimit(0);
      Await.result(download.completion());
      Await.until("it is known to be over", () -> ended(leecher) == 1);
      Await.until("all have hung up", () -> seeder.connections().isEmpty());
      NodeFigures figures = leecher.figures();
      assertThat(figures.connections()).isZero();
      assertThat(figures.shares()).isEqualTo(1);
      assertThat(figures.sharedBytes()).isEqualTo(4 << 20);
      assertThat(figures.trackerConnected()).isTrue();
      assertThat(seeder.figures().hashedBytes()).isEqualTo(4 << 20);
    }
  }

  private static long ended(PeerNode node) {
    return node.figures().downloads(DownloadState.COMPLETE);
  }

  @Test
  void shouldHashAFileOnceIfItRemembers() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-02-02T02:02:02.020202Z")));
    assertThat(shareAlone(file).hashedBytes()).isEqualTo(7);
    Path renamed = Files.move(file, directory.resolve("renamed"));
    NodeFigures again = shareAlone(renamed);
    assertThat(again.hashedBytes()).isZero();
    assertThat(again.rememberedFiles()).isEqualTo(1);
    assertThat(again.shares()).isEqualTo(1);
  }

  private NodeFigures shareAlone(Path file) throws Exception {
    try (PeerNode node =
        PeerNode.builder().dataDirectory(directory.resolve("data")).rememberHashes(true).build()) {
      Await.result(node.share(file));
      return node.figures();
    }
  }
}
