package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupMirrorTest {
  @TempDir Path directory;
  private final ManualAgent agent = new ManualAgent();
  private final FakePort node = new FakePort();
  private Path folder;
  private StatusLog log;
  private Shares shares;
  private Downloads downloads;
  private Mirrors mirrors;

  /** What is thrown when the next download changes; null: nothing. */
  private @Nullable RuntimeException flaw;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createDirectory(directory.resolve("mirror")).toRealPath();
    log = new StatusLog(agent, entry -> {});
    PathPolicy paths = new PathPolicy(directory.resolve("data"), folder, List.of());
    Random random = new Random(1);
    shares = new Shares(agent, node, paths, random, log, share -> {}, () -> {});
    downloads =
        new Downloads(agent, node, paths, random, List.of(), shares, log, this::changed, () -> {});
    mirrors =
        new Mirrors(agent, node, paths, random, Map.of("team", folder), downloads, shares, log);
  }

  private void changed(Fetch fetch) {
    RuntimeException thrown = flaw;
    flaw = null;
    if (thrown != null) {
      throw thrown;
    }
  }

  private List<ShareInfo.State> states() throws Exception {
    return shares.page("", 10).stream().map(share -> share.state).toList();
  }

  private List<Path> destinations() {
    return node.downloads.stream().map(FakeDownload::destination).toList();
  }

  @Test
  void shouldFetchWhatIsInTheGroupAndWhatComesLater() {
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    assertThat(destinations()).containsExactly(folder.resolve("a.txt"));
    assertThat(node.downloads.get(0).options.group()).isEqualTo("team");
    node.groupFiles.add(FakePort.groupFile(2, "b.txt"));
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(destinations()).containsExactly(folder.resolve("a.txt"), folder.resolve("b.txt"));
  }

  @Test
  void shouldLeaveAloneWhatIsThereAndShareIt() throws Exception {
    Path there = Files.writeString(folder.resolve("a.txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    agent.pass(5, TimeUnit.MINUTES);
    assertThat(node.downloads).isEmpty();
    assertThat(node.sharings).hasSize(1);
    assertThat(node.sharings.get(0).options().groups()).containsExactly("team");
    assertThat(node.identified).hasSize(2); // once compared, once before it is shared
  }

  @Test
  void shouldPutTheIdIntoTheNameWhenSomethingElseIsThere() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "54321");
    Files.writeString(folder.resolve("b.txt"), "of another length");
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    node.groupFiles.add(FakePort.groupFile(2, "b.txt"));
    mirrors.start();
    agent.run();
    assertThat(destinations())
        .containsExactly(folder.resolve("a (00000000).txt"), folder.resolve("b (00000000).txt"));
  }

  @Test
  void shouldFindItAgainUnderTheNameThatItWasGivenBesideAnotherFile() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "54321");
    Path there = Files.writeString(folder.resolve("a (00000000).txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.pass(5, TimeUnit.MINUTES);
    assertThat(node.downloads).isEmpty();
    assertThat(node.sharings).extracting(FakePort.Sharing::path).containsExactly(there);
    assertThat(node.questions).as("asked ever more seldom").isLessThan(20);
  }

  @Test
  void shouldLeaveWhatWasFetchedWhenItLeavesTheGroup() throws Exception {
    Path there = Files.writeString(folder.resolve("a.txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    node.shared(0, 1);
    node.groupFiles.clear();
    agent.pass(5, TimeUnit.MINUTES);
    assertThat(there).hasContent("12345");
    assertThat(states()).containsExactly(ShareInfo.State.SHARED);
  }

  @Test
  void shouldSayOnceWhatIsNotSharedWhenItsUserIsPutOutAndGoOnWhenTakenIn() throws Exception {
    Path there = Files.writeString(folder.resolve("a.txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    node.user = Optional.of("ada");
    mirrors.start();
    agent.run();
    FakePort.FakeShared shared = node.shared(0, 1);
    agent.run();
    node.failure = new NotFoundException("there is no such group", null);
    agent.pass(10, TimeUnit.MINUTES);
    assertThat(states()).containsExactly(ShareInfo.State.FAILED);
    assertThat(shared.wasStopped).isTrue();
    assertThat(log.after(0))
        .extracting(LogEntry::message)
        .filteredOn(message -> message.contains("can't be seen"))
        .containsExactly(
            "The files of the group team can't be seen: there is no such group; join it with"
                + " shoal group join team");
    node.failure = null;
    agent.pass(1, TimeUnit.MINUTES);
    node.shared(1, 1);
    agent.run();
    assertThat(states()).containsExactly(ShareInfo.State.SHARED);
    assertThat(mirrors.status().get(0).problem()).isNull();
  }

  @Test
  void shouldShareAgainWhatWasDeletedAndFetchedAgain() throws Exception {
    Path there = Files.writeString(folder.resolve("a.txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    FakePort.FakeShared shared = node.shared(0, 1);
    agent.run();
    Files.delete(there);
    shared.stopped.completeExceptionally(new FileChangedException("it is gone", null));
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(destinations()).containsExactly(there);
    FakeDownload download = node.downloads.get(0);
    download.shared = Optional.of(new FakePort.FakeShared(FakePort.id(1), there));
    Files.writeString(there, "12345");
    download.complete(5);
    agent.run();
    assertThat(states()).containsExactly(ShareInfo.State.SHARED);
  }

  @Test
  void shouldCompareAnewWhatHasChangedWithoutAnotherLength() throws Exception {
    Path there = Files.writeString(folder.resolve("a.txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    FakePort.FakeShared shared = node.shared(0, 1);
    agent.run();
    node.contents.put(there, FakePort.id(7));
    shared.stopped.completeExceptionally(new FileChangedException("it has changed", null));
    agent.pass(2, TimeUnit.MINUTES);
    assertThat(destinations()).containsExactly(folder.resolve("a (00000000).txt"));
    assertThat(there).hasContent("12345");
  }

  @Test
  void shouldShareItAgainWhenItHasChangedAndIsBackAsItWas() throws Exception {
    Path there = Files.writeString(folder.resolve("a.txt"), "12345");
    node.contents.put(there, FakePort.id(1));
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    FakePort.FakeShared shared = node.shared(0, 1);
    agent.run();
    shared.stopped.completeExceptionally(new FileChangedException("it has changed", null));
    agent.pass(2, TimeUnit.MINUTES);
    node.shared(1, 1);
    agent.run();
    assertThat(states()).containsExactly(ShareInfo.State.SHARED);
    assertThat(node.downloads).isEmpty();
  }

  @Test
  void shouldKeepNamesApartWhenTheyAreTheSameOnceSafe() {
    node.groupFiles.add(FakePort.groupFile(1, "x/a.txt"));
    node.groupFiles.add(FakePort.groupFile(2, "../a.txt"));
    mirrors.start();
    agent.run();
    assertThat(node.downloads)
        .extracting(FakeDownload::fileId)
        .containsExactly(FakePort.id(2), FakePort.id(1));
    assertThat(destinations())
        .containsExactly(folder.resolve("a.txt"), folder.resolve("a (00000000).txt"));
  }

  @Test
  void shouldNotFetchAgainWhatSomebodyGaveUp() throws Exception {
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.start();
    agent.run();
    Fetch fetch = downloads.get("d1");
    mirrors.cancelled(fetch.saved);
    downloads.cancel(fetch);
    agent.pass(5, TimeUnit.MINUTES);
    assertThat(node.downloads).hasSize(1);
    assertThat(mirrors.notFetched()).containsExactly("team " + FakePort.id(1));
  }

  @Test
  void shouldNameTheNextStepAndGoOnWhenNobodyIsLoggedIn() {
    node.failure = new DeniedException("groups need a login", null);
    mirrors.start();
    agent.run();
    assertThat(String.valueOf(mirrors.status().get(0).problem())).contains("shoal login");
    node.failure = null;
    node.user = Optional.of("ada");
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    mirrors.onLogin();
    agent.run();
    assertThat(mirrors.status().get(0).problem()).isNull();
    assertThat(node.downloads).hasSize(1);
    int asked = node.questions;
    agent.pass(10, TimeUnit.MINUTES);
    assertThat(node.questions - asked).isBetween(15, 25);
  }

  @Test
  void shouldFetchSomeAtATimeWhenThereAreMany() {
    for (int i = 0; i < 100; i++) {
      node.groupFiles.add(FakePort.groupFile(i + 1, String.format("%03d", i)));
    }
    mirrors.start();
    agent.run();
    assertThat(mirrors.open("team", folder)).isEqualTo(GroupMirror.MOST_OPEN);
  }

  @Test
  void shouldAskAgainWhenSomethingWentWrongInHere() {
    node.groupFiles.add(FakePort.groupFile(1, "a.txt"));
    flaw = new IllegalStateException("a flaw");
    mirrors.start();
    assertThatThrownBy(agent::run).hasMessage("a flaw");
    node.groupFiles.add(FakePort.groupFile(2, "b.txt"));
    agent.pass(5, TimeUnit.MINUTES);
    assertThat(destinations()).contains(folder.resolve("b.txt"));
  }
}
