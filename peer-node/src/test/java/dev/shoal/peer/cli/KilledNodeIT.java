package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.console.RemoteNode;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.ShareInfo;
import dev.shoal.peer.service.ShareRequest;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Content;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jdk")
class KilledNodeIT {
  private static final int DOWNLOADS = 3;
  private static final int SHARES = 10;
  private static final int LENGTH = 3_000_000;
  private static final int SLOW = 200_000;

  @TempDir Path directory;

  private Program startNode(TrackerServer tracker) throws Exception {
    List<String> args =
        List.of(
            "node",
            "--json",
            "--bind=127.0.0.1",
            "--tracker=127.0.0.1:" + tracker.address().getPort(),
            "--data=" + data(),
            "--downloads=" + directory.resolve("downloads"));
    Program program = Program.start(directory, "dev.shoal.peer.cli.ShoalMain", args);
    assertThat(program.line()).contains("\"running\"");
    return program;
  }

  private Path data() {
    return directory.resolve("data");
  }

  private static DownloadRequest slowly(FileId fileId) {
    DownloadRequest plain = DownloadRequest.of(fileId.toString());
    return new DownloadRequest(
        plain.what(), "", "", false, true, List.of(), SLOW, plain.order(), plain.priority(), -1);
  }

  @Test
  void shouldGoOnWithEverythingByItselfWhenTheNodeWasKilled() throws Exception {
    try (TrackerServer tracker =
            Await.result(
                TrackerServer.builder()
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .port(0)
                    .dataDirectory(directory.resolve("tracker"))
                    .start());
        PeerNode other =
            PeerNode.builder()
                .tracker("127.0.0.1:" + tracker.address().getPort())
                .bind(InetAddress.getLoopbackAddress())
                .memory(32 << 20)
                .dataDirectory(directory.resolve("other"))
                .build()) {
      List<Path> originals = new ArrayList<>();
      List<FileId> wanted = new ArrayList<>();
      for (int i = 0; i < DOWNLOADS; i++) {
        Path original = Content.write(directory.resolve("wanted" + i + ".bin"), LENGTH, i);
        originals.add(original);
        wanted.add(Await.result(other.share(original)).fileId());
      }
      begin(tracker, wanted);
      try (Program again = startNode(tracker);
          RemoteNode node = RemoteNode.find(data()).orElseThrow()) {
        awaitShares(node);
        List<DownloadInfo> downloads = Await.result(node.downloads());
        assertThat(downloads).hasSize(DOWNLOADS).extracting(DownloadInfo::group).containsOnly("");
        for (DownloadInfo download : downloads) {
          Await.until("it goes on", () -> isUnderWay(node, download.id()));
          Await.result(node.limitDownload(download.id(), 0));
        }
        for (int i = 0; i < DOWNLOADS; i++) {
          String id = downloads.get(i).id();
          Await.until(
              "it is complete",
              () -> node.download(id).join().state() == DownloadInfo.State.COMPLETE);
          DownloadInfo done = Await.result(node.download(id));
          assertThat(Path.of(String.valueOf(done.path()))).hasSameBinaryContentAs(originals.get(i));
        }
        for (ShareInfo share : Await.result(node.shares("", 100)).shares()) {
          FileId fileId = FileId.parse(String.valueOf(share.fileId()));
          assertThat(Await.result(other.details(fileId)).seeders()).isPositive();
        }
        again.kill();
      }
    }
  }

  /** Ten shares, and three downloads under way; then it is killed. */
  private void begin(TrackerServer tracker, List<FileId> wanted) throws Exception {
    try (Program killed = startNode(tracker);
        RemoteNode node = RemoteNode.find(data()).orElseThrow()) {
      for (int i = 0; i < SHARES; i++) {
        Path own = Content.write(directory.resolve("own" + i + ".bin"), 1000L * i, 100 + i);
        Await.result(node.addShare(ShareRequest.of(own.toString())));
      }
      List<String> ids = new ArrayList<>();
      for (FileId fileId : wanted) {
        ids.add(Await.result(node.addDownload(slowly(fileId))).id());
      }
      awaitShares(node);
      for (String id : ids) {
        Await.until("some of it is here", () -> node.download(id).join().verifiedBytes() > 0);
      }
      killed.kill();
    }
  }

  private static void awaitShares(RemoteNode node) {
    Await.until("all are shared", () -> added(node) == SHARES);
  }

  private static long added(RemoteNode node) {
    return node.shares("", 100).join().shares().stream()
        .filter(share -> share.origin() == ShareInfo.Origin.ADDED)
        .filter(share -> share.state() == ShareInfo.State.SHARED)
        .count();
  }

  private static boolean isUnderWay(RemoteNode node, String id) {
    DownloadInfo info = node.download(id).join();
    return info.keptBytes() > 0 || info.state() == DownloadInfo.State.COMPLETE;
  }
}
