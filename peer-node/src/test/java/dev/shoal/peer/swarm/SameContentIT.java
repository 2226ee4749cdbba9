package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SourceProgress;
import dev.shoal.transport.TransportKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One content in several places: on one node, in several chunk sizes, passed on. */
@Timeout(120)
class SameContentIT {
  private static final int LENGTH = (32 << 20) + 3;
  private static final DownloadOptions PATIENT =
      DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60));

  @TempDir Path directory;

  @Test
  void shouldCopyLocallyWhenTheNodeSharesTheContentItself() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      swarm.trackerStops();
      Download download =
          swarm.seeders().get(0).download(swarm.fileId(), directory.resolve("copy"));
      DownloadResult result = Await.result(download.completion());
      swarm.isIdentical(result.path());
      assertThat(result.fetchedBytes()).isZero();
      assertThat(result.keptBytes()).isEqualTo(LENGTH);
      assertThat(swarm.shared().get(0).stopped()).as("the share goes on").isNotDone();
    }
  }

  @OnEveryTransport
  void shouldFinishBothWhenOneFileIsDownloadedTwiceAtOnce(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1);
        PeerNode watching = swarm.node("watching")) {
      PeerNode node = swarm.leechers().get(0);
      Download first = node.download(swarm.fileId(), directory.resolve("first"));
      Download second = node.download(swarm.fileId(), directory.resolve("second"));
      Download elsewhere = watching.download(swarm.fileId(), directory.resolve("third"));
      for (Download download : List.of(first, second, elsewhere)) {
        swarm.isIdentical(Await.result(download.completion()).path());
      }
    }
  }

  @OnEveryTransport
  void shouldUseBothWhenSharersPreferDifferentChunkSizes(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1);
        PeerNode fine = swarm.node("fine")) {
      Await.result(fine.share(swarm.original(), ShareOptions.defaults().withChunkSize(64 << 10)));
      // So slow at first that neither has given all before the other is there.
      List<PeerNode> sharers = List.of(swarm.seeders().get(0), fine);
      sharers.forEach(sharer -> sharer.setUploadLimit(1 << 20));
      Download download = swarm.download(0, DownloadOptions.defaults());
      Await.until("both have given something", () -> sources(download) == 2);
      sharers.forEach(sharer -> sharer.setUploadLimit(0));
      DownloadResult result = Await.result(download.completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.sources())
          .hasSize(2)
          .extracting(SourceProgress::verifiedBytes)
          .allMatch(bytes -> bytes > 0);
    }
  }

  /** How many have given something. */
  private static long sources(Download download) {
    return download.progress().sources().stream()
        .filter(source -> source.verifiedBytes() > 0)
        .count();
  }

  @OnEveryTransport
  void shouldPassItOnWhenTheFirstSharerIsGone(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1);
        PeerNode third = swarm.node("third")) {
      Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.seeders().get(0).close();
      DownloadResult result =
          Await.result(
              third
                  .download(swarm.fileId(), directory.resolve("third copy"), PATIENT)
                  .completion());
      swarm.isIdentical(result.path());
      assertThat(result.sources())
          .singleElement()
          .extracting(SourceProgress::address)
          .isEqualTo(swarm.leechers().get(0).address());
    }
  }

  @Test
  void shouldFetchOneFileAfterAnotherFromTheSamePeerWithoutAHitch() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(10).seeders(1).leechers(1).start()) {
      for (int i = 0; i < 50; i++) {
        Download download =
            swarm
                .leechers()
                .get(0)
                .download(
                    swarm.fileId(),
                    directory.resolve("copy" + i),
                    DownloadOptions.defaults().withKeepSharing(false));
        Await.result(download.completion());
      }
    }
  }

  @Test
  void shouldMakeOneConnectionWhenManyDownloadsUseOnePeer() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        ScriptedPeer source = swarm.scripted()) {
      List<Download> downloads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Path copy = directory.resolve("copy" + i);
        downloads.add(swarm.leechers().get(0).download(swarm.fileId(), copy));
      }
      for (Download download : downloads) {
        swarm.isIdentical(Await.result(download.completion()).path());
      }
      assertThat(source.connections()).isEqualTo(1);
    }
  }

  @Test
  void shouldHangUpWhenNoDownloadNeedsASourceAnyMore() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        ScriptedPeer source = swarm.scripted()) {
      Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      assertThat(source.connections()).isEqualTo(1);
      Await.until("the connection is closed", () -> source.openConnections() == 0);
    }
  }

  @Test
  void shouldPutTheManifestTogetherWhenItComesInManyPages() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        ScriptedPeer source = swarm.scripted()) {
      source.onManifest((connection, request) -> source.answerManifest(request, 7));
      Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
    }
  }

  private Swarm swarm(TransportKind kind, int seeders) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(seeders).leechers(1).over(kind).start();
  }
}
