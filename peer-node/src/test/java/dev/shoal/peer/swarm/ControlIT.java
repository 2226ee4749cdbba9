package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadProgress;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.protocol.FileId;
import dev.shoal.transport.TransportKind;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application can do with a download under way. */
@Timeout(120)
class ControlIT {
  private static final int LENGTH = (24 << 20) + 7;
  private static final int HALF_WAY = 30;
  private static final String NOWHERE = "127.0.0.1:1";

  @TempDir Path directory;

  @OnEveryTransport
  void shouldFetchNothingWhilePausedAndFinishWhenResumed(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 0);
        ScriptedPeer source = swarm.scripted()) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      source.onChunk(
          (connection, request) -> {
            if (source.chunkRequests() == HALF_WAY) {
              download.pause();
            }
            source.answerChunk(request);
          });
      Await.until("it pauses", () -> download.progress().state() == DownloadState.PAUSED);
      // Whatever it was asked for before, the source knows by the time of this answer.
      probe(swarm, source);
      int asked = source.chunkRequests();
      probe(swarm, source);
      assertThat(source.chunkRequests()).isEqualTo(asked);
      assertThat(download.completion()).isNotDone();
      download.resume();
      DownloadResult result = Await.result(download.completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.length()).isEqualTo(LENGTH);
    }
  }

  @Test
  void shouldBeginPausedWhenPausedAtOnce() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      download.pause();
      Await.until("it pauses", () -> download.progress().state() == DownloadState.PAUSED);
      assertThat(download.progress().fetchedBytes()).isZero();
      download.resume();
      Await.result(download.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldKeepNothingWhenCancelledHalfWay(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1);
        Brake brake = new Brake(HALF_WAY);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      assertThat(leftovers()).hasSize(2);
      download.cancel();
      brake.release();
      isCancelled(download);
      assertThat(download.progress().state()).isEqualTo(DownloadState.CANCELLED);
      assertThat(leftovers()).isEmpty();
      assertThat(swarm.copy(0)).doesNotExist();
    }
  }

  @Test
  void shouldDeleteWhatAnEarlierAttemptLeftWhenCancelledInAnyPhase() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      for (int tasks = 0; tasks < 8; tasks++) {
        leaveHalf(swarm);
        assertThat(leftovers()).hasSize(2);
        try (Brake brake = new Brake(tasks);
            PeerNode node = swarm.settings("slow").tracker(NOWHERE).workers(brake).build()) {
          Download download =
              node.download(swarm.fileId(), swarm.copy(0), from(swarm.seeders().get(0).address()));
          brake.awaitHeld();
          download.cancel();
          brake.release();
          isCancelled(download);
          assertThat(leftovers()).as("after %s steps", tasks).isEmpty();
        }
      }
    }
  }

  @Test
  void shouldEndAtOnceWhenCancelledWhileItSearches() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0)) {
      Download download =
          swarm.download(0, DownloadOptions.defaults().withWaitFor(Duration.ofHours(1)));
      download.cancel();
      isCancelled(download);
      assertThat(leftovers()).isEmpty();
    }
  }

  @Test
  void shouldStayCompleteWhenCancelledAfterTheEnd() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      Await.result(download.completion());
      download.cancel();
      download.pause();
      download.resume();
      Await.result(swarm.leechers().get(0).search("", null));
      assertThat(download.progress().state()).isEqualTo(DownloadState.COMPLETE);
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldNotTouchTheDownloadWhenItsFutureIsCancelled() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      Download download = swarm.download(0, DownloadOptions.defaults());
      download.completion().cancel(true);
      Await.result(download.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @OnEveryTransport
  void shouldKeepWhatIsVerifiedWhenTheNodeIsClosed(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 1)) {
      long verified = leaveHalf(swarm);
      assertThat(verified).isPositive();
      DownloadResult result =
          Await.result(swarm.download(0, DownloadOptions.defaults()).completion());
      assertThat(result.keptBytes()).isEqualTo(verified);
      assertThat(result.fetchedBytes()).isEqualTo(LENGTH - verified);
      swarm.everyCopyIsIdentical();
      assertThat(leftovers()).isEmpty();
    }
  }

  @OnEveryTransport
  void shouldReportProgressThatOnlyGrowsUntilItIsComplete(TransportKind kind) throws Exception {
    try (Swarm swarm = swarm(kind, 2)) {
      List<DownloadProgress> reports = new CopyOnWriteArrayList<>();
      Download download = swarm.download(0, DownloadOptions.defaults()).onProgress(reports::add);
      download.onProgress(
          progress -> {
            throw new IllegalStateException("a listener's failure is its own");
          });
      Await.result(download.completion());
      assertThat(reports).isNotEmpty();
      assertThat(reports).extracting(DownloadProgress::verifiedBytes).isSorted();
      assertThat(reports).extracting(DownloadProgress::fetchedBytes).isSorted();
      DownloadProgress last = reports.get(reports.size() - 1);
      assertThat(reports).filteredOn(each -> each.state().isFinal()).containsExactly(last);
      assertThat(last).isEqualTo(download.progress());
      assertThat(last.state()).isEqualTo(DownloadState.COMPLETE);
      assertThat(last.verifiedBytes()).isEqualTo(LENGTH);
      assertThat(last.totalBytes()).isEqualTo(LENGTH);
    }
  }

  @Test
  void shouldStopHashingWhenAShareIsCancelled() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 0);
        Brake brake = new Brake(1);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      CompletableFuture<?> share = node.share(swarm.original());
      brake.awaitHeld();
      share.cancel(false);
      brake.release();
      assertThatThrownBy(share::join).isInstanceOf(CancellationException.class);
      Download download = swarm.download(0, DownloadOptions.defaults());
      assertThatThrownBy(() -> Await.result(download.completion()))
          .as("it is not shared")
          .cause()
          .isInstanceOf(ShoalException.class);
    }
  }

  @Test
  void shouldRefuseWhenTheNodeIsClosed() throws Exception {
    try (Swarm swarm = swarm(TransportKind.best(), 1)) {
      PeerNode node = swarm.node("closed");
      node.close();
      FileId fileId = swarm.fileId();
      Path copy = swarm.copy(0);
      assertThatThrownBy(() -> node.download(fileId, copy))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the node is closed");
      assertThatThrownBy(() -> node.share(copy)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> node.search("", null)).isInstanceOf(IllegalStateException.class);
    }
  }

  /** Downloads about half of the file and closes the node; tells how many bytes are left of it. */
  private long leaveHalf(Swarm swarm) throws Exception {
    Download download;
    try (ScriptedPeer half = new ScriptedPeer(swarm.original(), TransportKind.best());
        PeerNode node = swarm.settings("closing").tracker(NOWHERE).build()) {
      half.onChunk(
          (connection, request) -> {
            if (half.chunkRequests() <= HALF_WAY) {
              half.answerChunk(request);
            }
          });
      download = node.download(swarm.fileId(), swarm.copy(0), from(half.address()));
      long enough = ((HALF_WAY - 1) * 256L) << 10; // the last chunk is a short one
      Await.until("half is there", () -> download.progress().verifiedBytes() >= enough);
    }
    Await.failure(download.completion(), ShoalException.class);
    assertThat(download.progress().state()).isEqualTo(DownloadState.FAILED);
    return download.progress().verifiedBytes();
  }

  private static DownloadOptions from(InetSocketAddress source) {
    return DownloadOptions.defaults().withSources(List.of(source));
  }

  private static void isCancelled(Download download) throws Exception {
    Await.failure(download.completion(), CancellationException.class);
  }

  /** Somebody else asks the same source for something that it does not have. */
  private void probe(Swarm swarm, ScriptedPeer source) throws Exception {
    try (PeerNode other = swarm.node("probe")) {
      Download nothing =
          other.download(
              FileId.fromBytes(new byte[FileId.LENGTH]),
              directory.resolve("nothing"),
              from(source.address()));
      Await.until("it fails", () -> nothing.progress().state().isFinal());
    }
  }

  private List<String> leftovers() {
    return List.of(
        directory.toFile().list((in, name) -> name.endsWith(".part") || name.endsWith(".journal")));
  }

  private Swarm swarm(TransportKind kind, int seeders) throws Exception {
    return Swarm.in(directory).sharing(LENGTH).seeders(seeders).leechers(1).over(kind).start();
  }
}
