package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorsTest {
  @TempDir Path directory;
  private final ManualAgent agent = new ManualAgent();
  private final FakePort node = new FakePort();
  private Path link;
  private Downloads downloads;
  private Mirrors mirrors;

  @BeforeEach
  void start() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    link = Files.createSymbolicLink(directory.resolve("link"), real);
    fresh();
  }

  private void fresh() {
    StatusLog log = new StatusLog(agent, entry -> {});
    PathPolicy paths = new PathPolicy(directory.resolve("data"), link, List.of(link));
    Random random = new Random(1);
    Shares shares = new Shares(agent, node, paths, random, log, share -> {}, () -> {});
    downloads =
        new Downloads(agent, node, paths, random, List.of(), shares, log, fetch -> {}, () -> {});
    mirrors = new Mirrors(agent, node, paths, random, Map.of("team", link), downloads, shares, log);
  }

  @Test
  void shouldKnowItsDownloadsWhenTheFolderIsGivenThroughALink() {
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    assertThat(mirrors.open("team", link)).isEqualTo(1);
    mirrors.cancelled(downloads.saved().get(0));
    assertThat(mirrors.isUnwanted("team", FakePort.id(1).toString())).isTrue();
  }

  @Test
  void shouldNotFetchAgainWhatWasCancelledWhileNoNodeRan() {
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    List<SavedDownload> cancelled =
        downloads.saved().stream()
            .map(saved -> saved.withStage(SavedDownload.Stage.CANCELLED, 1, null))
            .toList();
    downloads.close();
    fresh();
    SavedState state =
        new SavedState(1, 2, TransferLimits.NONE, List.of(), cancelled, List.of(), List.of());
    mirrors.restore(state);
    downloads.restore(state);
    mirrors.start();
    agent.run();
    assertThat(downloads.all()).isEmpty();
    assertThat(mirrors.notFetched()).hasSize(1);
  }

  @Test
  void shouldNotFetchAgainWhatWasCancelledBeforeTheNodeWasKilled() throws Exception {
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    Fetch fetch = downloads.get("d1");
    mirrors.cancelled(fetch.saved);
    downloads.cancel(fetch);
    SavedState state = // as it is written before anybody is told that it is cancelled
        new SavedState(
            1,
            downloads.next(),
            TransferLimits.NONE,
            List.of(),
            downloads.saved(),
            List.of(),
            mirrors.notFetched());
    fresh();
    mirrors.restore(state);
    downloads.restore(state);
    mirrors.start();
    agent.run();
    assertThat(downloads.all()).isEmpty();
    assertThat(mirrors.notFetched()).hasSize(1);
  }

  @Test
  void shouldFetchWhatSomebodyFailedToFetchByHandIntoTheFolder() {
    for (String what : List.of("a.txt", "shoal:" + FakePort.id(1) + "?n=a.txt")) {
      DownloadRequest plain = DownloadRequest.of(what);
      DownloadRequest request =
          new DownloadRequest(
              what,
              link.toString(),
              "team",
              false,
              true,
              List.of(),
              0,
              plain.order(),
              plain.priority(),
              0);
      mirrors.cancelled(
          SavedDownload.fresh("d1", request, Wanted.parse(what), 0)
              .withFile(FakePort.id(1).toString(), "a.txt", link.resolve("a.txt").toString()));
    }
    assertThat(mirrors.notFetched()).isEmpty();
  }

  @Test
  void shouldRememberTheLatestThatWereGivenUpWhenThereAreVeryMany() {
    List<String> many =
        IntStream.range(0, SavedState.MOST_UNWANTED).mapToObj(i -> "team " + i).toList();
    mirrors.restore(
        new SavedState(1, 1, TransferLimits.NONE, List.of(), List.of(), List.of(), many));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    mirrors.cancelled(downloads.saved().get(0));
    assertThat(mirrors.notFetched())
        .hasSize(SavedState.MOST_UNWANTED)
        .doesNotContain("team 0")
        .endsWith("team " + FakePort.id(1));
  }
}
