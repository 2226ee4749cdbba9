package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Content;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningNodeIT {
  @TempDir Path directory;
  private TrackerServer tracker;

  @BeforeEach
  void startTracker() throws Exception {
    tracker =
        Await.result(
            TrackerServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .dataDirectory(directory.resolve("tracker"))
                .start());
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  private PeerNode node(String name) throws Exception {
    return PeerNode.builder()
        .tracker("127.0.0.1:" + tracker.address().getPort())
        .bind(InetAddress.getLoopbackAddress())
        .memory(32 << 20)
        .rememberHashes(true)
        .dataDirectory(directory.resolve(name))
        .build();
  }

  private RunningNode run(PeerNode node) throws Exception {
    return RunningNode.start(
        node,
        RunningNodeConfig.builder(directory.resolve("data"))
            .downloadDirectory(directory.resolve("downloads"))
            .build());
  }

  private static DownloadInfo await(RunningNode running, String id, DownloadInfo.State state) {
    Await.until(id + " is " + state, () -> running.download(id).join().state() == state);
    return running.download(id).join();
  }

  private static void awaitShared(RunningNode running, String id) {
    Await.until(
        id + " is shared", () -> running.share(id).join().state() == ShareInfo.State.SHARED);
  }

  @Test
  void shouldGoOnWithEverythingWhenStartedAgain() throws Exception {
    Path wanted = Content.write(directory.resolve("wanted.bin"), 3_000_000, 1);
    Path late = Content.write(directory.resolve("late.bin"), 50_000, 2);
    Path own = Content.write(directory.resolve("own.bin"), 70_000, 3);
    try (PeerNode seeder = node("seeder")) {
      FileId wantedId = Await.result(seeder.share(wanted)).fileId();
      String paused;
      String waiting;
      String share;
      try (PeerNode node = node("data");
          RunningNode running = run(node)) {
        share = Await.result(running.addShare(ShareRequest.of(own.toString()))).id();
        awaitShared(running, share);
        paused = Await.result(running.addDownload(slow(wantedId))).id();
        waiting = Await.result(running.addDownload(DownloadRequest.of("late.bin"))).id();
        Await.until(
            "some of it is here", () -> running.download(paused).join().verifiedBytes() > 0);
        assertThat(Await.result(running.pause(paused)).state())
            .isEqualTo(DownloadInfo.State.PAUSED);
        await(running, waiting, DownloadInfo.State.WAITING);
        Await.result(running.setLimits(new TransferLimits(0, 50_000_000)));
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> NodeLock.take(directory.resolve("data"), Duration.ZERO))
            .withMessageContaining("a node runs with the data directory");
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> RestingNode.open(directory.resolve("data")))
            .extracting(StorageException::reason)
            .isEqualTo(StorageException.Reason.IN_USE);
      }
      try (RestingNode resting = RestingNode.open(directory.resolve("data"))) {
        assertThat(Await.result(resting.downloads()))
            .extracting(DownloadInfo::state)
            .containsExactly(DownloadInfo.State.PAUSED, DownloadInfo.State.WAITING);
        Await.result(resting.limitDownload(paused, 0));
      }
      try (PeerNode node = node("data");
          RunningNode running = run(node)) {
        awaitShared(running, share);
        NodeStatus status = Await.result(running.status());
        assertThat(status.limits()).isEqualTo(new TransferLimits(0, 50_000_000));
        assertThat(Await.result(running.download(paused)).state())
            .isEqualTo(DownloadInfo.State.PAUSED);
        Await.result(running.resume(paused));
        DownloadInfo done = await(running, paused, DownloadInfo.State.COMPLETE);
        assertThat(done.verifiedBytes()).isEqualTo(3_000_000);
        assertThat(Path.of(String.valueOf(done.path()))).hasSameBinaryContentAs(wanted);

        Await.result(seeder.share(late));
        await(running, waiting, DownloadInfo.State.COMPLETE);
        assertThat(directory.resolve("downloads/late.bin")).hasSameBinaryContentAs(late);
        assertThat(Await.result(running.shares("", 10)).shares())
            .extracting(ShareInfo::origin)
            .containsExactly(
                ShareInfo.Origin.ADDED, ShareInfo.Origin.DOWNLOADED, ShareInfo.Origin.DOWNLOADED);
      }
      try (PeerNode node = node("data");
          RunningNode running = run(node)) {
        for (ShareInfo info : Await.result(running.shares("", 10)).shares()) {
          awaitShared(running, info.id());
        }
        assertThat(Await.result(seeder.details(wantedId)).seeders()).isEqualTo(2);
      }
    }
  }

  private static DownloadRequest slow(FileId fileId) {
    DownloadRequest request = DownloadRequest.of(fileId.toString());
    return new DownloadRequest(
        request.what(),
        "",
        "",
        false,
        true,
        List.of(),
        400_000,
        request.order(),
        request.priority(),
        -1);
  }

  @Test
  void shouldKeepWhatIsRememberedWhenItCannotBeTakenUp() throws Exception {
    Path state = directory.resolve("data/node");
    Files.createDirectories(state);
    SavedShare own =
        new SavedShare(
            "s1", "/own", "", List.of(), List.of(), 0, 0, ShareInfo.Origin.ADDED, null, 5);
    DownloadRequest broken = DownloadRequest.of(" ");
    Wanted nothing = new Wanted(null, null, List.of());
    SavedDownload download = SavedDownload.fresh("d1", broken, nothing, 1);
    new StateFile(state)
        .save(
            new SavedState(
                5,
                5,
                new TransferLimits(1024, 0),
                List.of(own),
                List.of(download),
                List.of(),
                List.of()));
    byte[] before = Files.readAllBytes(state.resolve("state.json"));
    try (PeerNode node = node("data")) {
      assertThatIllegalArgumentException().isThrownBy(() -> run(node));
    }
    assertThat(state.resolve("state.json")).hasBinaryContent(before);
  }

  @Test
  void shouldHaveRememberedWhatIsAddedBeforeItSaysSo() throws Exception {
    Path own = Content.write(directory.resolve("own.bin"), 1000, 3);
    StateFile file = new StateFile(directory.resolve("data/node"));
    try (PeerNode node = node("data");
        RunningNode running = run(node)) {
      for (int i = 0; i < 3; i++) {
        ShareRequest request =
            new ShareRequest(own.toString(), "name" + i, List.of(), List.of(), 0, 0);
        String share = Await.result(running.addShare(request)).id();
        assertThat(file.load(sentence -> {}).shares()).extracting(SavedShare::id).contains(share);
        String download = Await.result(running.addDownload(DownloadRequest.of("d" + i))).id();
        assertThat(file.load(sentence -> {}).downloads())
            .extracting(SavedDownload::id)
            .contains(download);
        Await.result(running.cancel(download));
        assertThat(file.load(sentence -> {}).downloads()).isEmpty();
      }
      Await.result(running.setLimits(new TransferLimits(4096, 0)));
      assertThat(file.load(sentence -> {}).limits()).isEqualTo(new TransferLimits(4096, 0));
    }
  }

  @Test
  void shouldDeleteWhatWasFetchedWhenCancelledAtRest() throws Exception {
    Path wanted = Content.write(directory.resolve("wanted.bin"), 3_000_000, 1);
    try (PeerNode seeder = node("seeder")) {
      FileId wantedId = Await.result(seeder.share(wanted)).fileId();
      String id;
      try (PeerNode node = node("data");
          RunningNode running = run(node)) {
        id = Await.result(running.addDownload(slow(wantedId))).id();
        Await.until("some of it is here", () -> running.download(id).join().verifiedBytes() > 0);
      }
      assertThat(files("downloads")).isNotEmpty();
      try (RestingNode resting = RestingNode.open(directory.resolve("data"))) {
        Await.result(resting.cancel(id));
        assertThat(Await.result(resting.downloads())).isEmpty();
      }
      try (PeerNode node = node("data");
          RunningNode running = run(node)) {
        assertThat(Await.result(running.downloads())).isEmpty();
        Await.until("nothing is left", () -> files("downloads").isEmpty());
      }
    }
  }

  private List<Path> files(String name) {
    try (var files = Files.list(directory.resolve(name))) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
