package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SourceProgress;
import dev.shoal.peer.UnreachableException;
import dev.shoal.transport.TransportKind;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads whose sources go away, and come back. */
@Timeout(120)
class LostSourcesIT {
  private static final int LENGTH = (32 << 20) + 1;

  /** Of the downloader's work, long after the beginning and before the end. */
  private static final int HALF_WAY = 40;

  @TempDir Path directory;

  @OnEveryTransport
  void shouldFinishFromOthersWhenASeederClosesHalfWay(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 2);
        Brake brake = new Brake(HALF_WAY);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      Await.until("a source has given something", () -> !delivering(download).isEmpty());
      swarm.seeders().stream()
          .filter(seeder -> delivering(download).contains(seeder.address()))
          .findFirst()
          .orElseThrow()
          .close();
      brake.release();
      DownloadResult result = Await.result(download.completion());
      swarm.isIdentical(result.path());
    }
  }

  private static List<InetSocketAddress> delivering(Download download) {
    return download.progress().sources().stream()
        .filter(source -> source.verifiedBytes() > 0)
        .map(SourceProgress::address)
        .toList();
  }

  @OnEveryTransport
  void shouldFailAfterTheStallAndResumeWhenAllSourcesAreGone(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1)) {
      long verified;
      try (Brake brake = new Brake(HALF_WAY);
          PeerNode node = swarm.settings("slow").workers(brake).build()) {
        Download download =
            node.download(
                swarm.fileId(),
                swarm.copy(0),
                DownloadOptions.defaults().withStall(Duration.ofSeconds(1)));
        brake.awaitHeld();
        swarm.seeders().get(0).close();
        brake.release();
        assertThatThrownBy(() -> Await.result(download.completion()))
            .cause()
            .isInstanceOfAny(UnreachableException.class, NotFoundException.class);
        verified = download.progress().verifiedBytes();
        assertThat(download.progress().state()).isEqualTo(DownloadState.FAILED);
        assertThat(verified).isBetween(1L, LENGTH - 1L);
        assertThat(swarm.copy(0)).doesNotExist();
      }
      try (PeerNode again = swarm.node("again")) {
        Await.result(again.share(swarm.original()));
        Download download = swarm.download(0, DownloadOptions.defaults());
        DownloadResult result = Await.result(download.completion());
        swarm.everyCopyIsIdentical();
        assertThat(result.keptBytes()).isEqualTo(verified);
        assertThat(result.fetchedBytes()).isEqualTo(LENGTH - verified);
      }
    }
  }

  @OnEveryTransport
  void shouldUseASourceAgainWhenItComesBack(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1);
        Brake brake = new Brake(HALF_WAY);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      PeerNode before = swarm.seeders().get(0);
      before.close();
      brake.release();
      try (PeerNode back = swarm.settings("seeder0").port(before.address().getPort()).build()) {
        Await.result(back.share(swarm.original()));
        DownloadResult result = Await.result(download.completion());
        swarm.isIdentical(result.path());
        assertThat(result.sources()).hasSize(1);
      }
    }
  }

  @Test
  void shouldFinishFromOthersWhenASeederIsResetAgainAndAgain() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        ScriptedPeer steady = swarm.scripted();
        ScriptedPeer shaky = swarm.scripted()) {
      shaky.onChunk(
          (connection, request) -> {
            shaky.answerChunk(request);
            if (shaky.chunkRequests() % 5 == 0) {
              connection.close();
            }
          });
      DownloadResult result =
          Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.length()).isEqualTo(LENGTH);
      assertThat(steady.chunkRequests()).isPositive();
    }
  }

  private Swarm swarm(TransportKind kind, int seeders) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(seeders).leechers(1).over(kind).start();
  }
}
