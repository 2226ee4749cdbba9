package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.service.DownloadInfo.State;
import dev.shoal.peer.swarm.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestingNodeTest {
  private static final DownloadSummary SUMMARY = new DownloadSummary(3, 1, 2, 8, 4000, 2);

  @TempDir Path directory;

  private static SavedDownload download(int number, SavedDownload.Stage stage) {
    return new SavedDownload(
        "d" + number,
        DownloadRequest.of("a"),
        null,
        "a",
        null,
        stage,
        DownloadPriority.NORMAL,
        0,
        10,
        5,
        1,
        1,
        0,
        null,
        stage == SavedDownload.Stage.COMPLETE ? SUMMARY : null);
  }

  private static SavedShare share(int number) {
    return new SavedShare(
        "s" + number,
        "/a",
        "",
        List.of(),
        List.of(),
        0,
        0,
        ShareInfo.Origin.ADDED,
        FakePort.id(number).toString(),
        5);
  }

  @BeforeEach
  void remember() throws Exception {
    Path node = Files.createDirectory(directory.resolve("node"));
    new StateFile(node)
        .save(
            new SavedState(
                3,
                5,
                TransferLimits.NONE,
                List.of(share(1), share(2)),
                List.of(
                    download(1, SavedDownload.Stage.OPEN),
                    download(2, SavedDownload.Stage.PAUSED),
                    download(3, SavedDownload.Stage.COMPLETE),
                    download(4, SavedDownload.Stage.FAILED)),
                List.of(),
                List.of()));
  }

  @Test
  void shouldShowWhatIsRemembered() throws Exception {
    try (RestingNode node = RestingNode.open(directory)) {
      assertThat(Await.result(node.downloads()))
          .extracting(DownloadInfo::state)
          .containsExactly(State.WAITING, State.PAUSED, State.COMPLETE, State.FAILED);
      assertThat(String.valueOf(Await.result(node.download("d1")).problem()))
          .contains("shoal node");
      assertThat(Await.result(node.download("d2")).summary()).isNull();
      DownloadInfo complete = Await.result(node.download("d3"));
      assertThat(complete.summary()).isEqualTo(SUMMARY);
      assertThat(complete.fetchedBytes()).isEqualTo(8);
      assertThat(complete.keptBytes()).isEqualTo(2);
      SharePage page = Await.result(node.shares("", 1));
      assertThat(page.next()).isEqualTo("s1");
      assertThat(Await.result(node.shares("s1", 1)).next()).isNull();
      DownloadPage newest = Await.result(node.downloads("", 2));
      assertThat(newest.downloads()).extracting(DownloadInfo::id).containsExactly("d3", "d4");
      assertThat(newest.next()).isEqualTo("d3");
      assertThat(Await.result(node.downloads("d3", 2)))
          .isEqualTo(new DownloadPage(Await.result(node.downloads()).subList(0, 2), null));
      NodeStatus status = Await.result(node.status());
      assertThat(status.running()).isFalse();
      assertThat(status.downloads()).isEqualTo(new NodeStatus.DownloadCounts(0, 1, 1, 1, 1));
    }
  }

  @Test
  void shouldRememberWhatWasChanged() throws Exception {
    try (RestingNode node = RestingNode.open(directory)) {
      Await.result(node.pause("d1"));
      Await.result(node.resume("d2"));
      Await.result(node.cancel("d3"));
      Await.result(node.resume("d4"));
      Await.result(node.removeShare("s1"));
      Await.result(node.limitShare("s2", 2048));
      Await.result(node.setLimits(new TransferLimits(1024, 0)));
    }
    try (RestingNode node = RestingNode.open(directory)) {
      assertThat(Await.result(node.downloads()))
          .extracting(DownloadInfo::state)
          .containsExactly(State.PAUSED, State.WAITING, State.WAITING);
      assertThat(Await.result(node.shares("", 10)).shares())
          .singleElement()
          .extracting(ShareInfo::uploadLimit)
          .isEqualTo(2048L);
      assertThat(Await.result(node.status()).limits()).isEqualTo(new TransferLimits(1024, 0));
    }
  }

  @Test
  void shouldForgetOneGroupOfAShare() throws Exception {
    SavedShare plain = share(1);
    SavedShare inGroups =
        new SavedShare(
            "s1",
            plain.path(),
            "",
            List.of(),
            List.of("club", "team"),
            0,
            0,
            plain.origin(),
            plain.fileId(),
            5);
    new StateFile(directory.resolve("node")).save(SavedState.EMPTY.withShares(List.of(inGroups)));
    try (RestingNode node = RestingNode.open(directory)) {
      assertThat(Await.result(node.withdraw("s1", "team")).groups()).containsExactly("club");
      Await.failure(node.withdraw("s1", "team"), NotFoundException.class);
      Await.result(node.withdraw("s1", "club"));
      assertThat(Await.result(node.shares("", 10)).shares()).isEmpty();
    }
  }

  @Test
  void shouldChangeNothingWhenItIsClosed() throws Exception {
    RestingNode node = RestingNode.open(directory);
    node.close();
    Await.failure(node.removeShare("s1"), IllegalStateException.class);
    try (RestingNode again = RestingNode.open(directory)) {
      assertThat(Await.result(again.share("s1")).id()).isEqualTo("s1");
    }
  }

  @Test
  void shouldSayWhatCannotBeDoneAtRest() throws Exception {
    try (RestingNode node = RestingNode.open(directory)) {
      Await.failure(node.pause("d3"), ConflictException.class);
      Await.failure(node.pause("d9"), NotFoundException.class);
      Await.failure(node.addShare(ShareRequest.of("/a")), IllegalStateException.class);
      Await.failure(node.addDownload(DownloadRequest.of("a")), IllegalStateException.class);
      Await.failure(node.limitShare("s1", 5), IllegalArgumentException.class);
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> NodeLock.take(directory, Duration.ZERO));
    }
  }
}
