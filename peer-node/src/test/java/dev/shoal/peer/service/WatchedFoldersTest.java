package dev.shoal.peer.service;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.service.watch.FolderWatch;
import dev.shoal.peer.service.watch.WatchedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFoldersTest {
  @TempDir Path directory;
  private final ManualAgent agent = new ManualAgent();
  private final FakePort node = new FakePort();
  private Shares shares;
  private WatchedFolders folders;
  private FolderWatch.Sink sink;

  @BeforeEach
  void start() {
    start(SavedState.EMPTY);
  }

  private void start(SavedState state) {
    StatusLog log = new StatusLog(agent, entry -> {});
    PathPolicy paths = new PathPolicy(directory.resolve("data"), directory, List.of());
    shares = new Shares(agent, node, paths, new Random(1), log, share -> {}, () -> {});
    folders = new WatchedFolders(agent, shares, log, () -> {});
    folders.restore(state);
    shares.restore(state);
    agent.run();
    sink = folders.sink();
  }

  private SavedState state() {
    return new SavedState(
        shares.next(),
        1,
        TransferLimits.NONE,
        shares.saved(),
        List.of(),
        folders.notShared(),
        List.of(),
        shares.membersOnly().saved());
  }

  private WatchedFile file(String name, int content) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "12345");
    node.contents.put(file, FakePort.id(content));
    return new WatchedFile(file, name, 5, 1);
  }

  /** Somebody shares a file in a group, which is then to be hashed. */
  private Share giveToGroup(String name) throws Exception {
    ShareRequest request =
        new ShareRequest(file(name, 0).path().toString(), "", List.of(), List.of("team"), 0, 0);
    Share share = shares.add(request, 5);
    agent.run();
    return share;
  }

  /** What a share is about is hashed; one that is not approved ends so. */
  private CompletableFuture<Void> hashed(int sharing, int content) {
    agent.run();
    CompletableFuture<Void> approval = node.hashed(sharing, content);
    agent.run();
    if (approval.isCancelled()) {
      node.sharings.get(sharing).future().cancel(false);
      agent.run();
    }
    return approval;
  }

  /** Somebody shares it in a group, and ends that. */
  private void onceInGroup(WatchedFile file, int content) throws Exception {
    Share share =
        shares.add(
            new ShareRequest(file.path().toString(), "", List.of(), List.of("team"), 0, 0), 5);
    agent.run();
    node.shared(node.sharings.size() - 1, content);
    agent.run();
    shares.remove(share);
    agent.run();
    node.sharings.clear();
  }

  @Test
  void shouldShareWhatIsFound() throws Exception {
    CompletableFuture<?> shared = sink.share(file("a.txt", 1));
    agent.run();
    assertThat(node.identified).isEmpty();
    node.shared(0, 1);
    agent.run();
    assertThat(shared).isCompleted();
  }

  @Test
  void shouldNotShareWithEverybodyWhatWasForMembersWhenItIsRenamed() throws Exception {
    WatchedFile old = file("a.txt", 1);
    onceInGroup(old, 1);
    CompletableFuture<?> kept = sink.share(old);
    assertThat(hashed(0, 1)).isCancelled();
    assertThat(kept).isCompleted();
    CompletableFuture<?> renamed = sink.renamed(old.path(), file("b.txt", 1));
    assertThat(hashed(1, 1)).isCancelled();
    assertThat(renamed).isCompleted();
    assertThat(shares.page("", 10)).isEmpty();
  }

  @Test
  void shouldNotShareWithEverybodyWhatWasForMembersBeforeTheNodeWasStartedAnew() throws Exception {
    WatchedFile file = file("a.txt", 1);
    onceInGroup(file, 1);
    start(state());
    assertThat(shares.page("", 10)).isEmpty();
    sink.share(file);
    sink.share(file("other.txt", 2)); // of the same size
    hashed(0, 1);
    hashed(1, 2);
    assertThat(shares.page("", 10))
        .extracting(Share::path)
        .containsExactly(directory.resolve("other.txt"));
  }

  @Test
  void shouldNotShareWhatIsGoneBeforeItsContentIsFoundOut() throws Exception {
    WatchedFile file = file("a.txt", 1);
    CompletableFuture<?> settled = sink.share(file);
    agent.run();
    sink.gone(file.path());
    assertThat(hashed(0, 1)).isCancelled();
    assertThat(settled).isCompleted();
  }

  @Test
  void shouldWaitForTheContentOfWhatAGroupWasGivenBefore() throws Exception {
    giveToGroup("secret.txt");
    CompletableFuture<?> settled = sink.share(file("copy.txt", 1));
    CompletableFuture<Void> early = hashed(1, 1);
    assertThat(early).isCancelled();
    assertThat(settled).isNotDone();
    assertThat(hashed(0, 1)).isCompleted();
    assertThat(hashed(2, 1)).isCancelled();
    assertThat(settled).isCompleted();
  }

  @Test
  void shouldKeepBackWhatAGroupIsGivenWhileItIsHashed() throws Exception {
    CompletableFuture<?> settled = sink.share(file("copy.txt", 1));
    agent.run();
    giveToGroup("secret.txt");
    assertThat(hashed(1, 1)).isCompleted();
    assertThat(hashed(0, 1)).isCancelled();
    assertThat(settled).isCompleted();
    assertThat(shares.page("", 10)).extracting(Share::path).hasSize(1);
  }

  @Test
  void shouldStayEverybodysWhenItWasBeforeAGroupWasGivenIt() throws Exception {
    sink.share(file("copy.txt", 1));
    CompletableFuture<Void> approval = hashed(0, 1);
    giveToGroup("secret.txt");
    assertThat(approval).isCompletedWithValue(null);
    assertThat(hashed(1, 1)).isCompletedWithValue(null);
  }

  @Test
  void shouldShareItWhenTheGroupWasGivenSomethingElseOfThatLength() throws Exception {
    giveToGroup("secret.txt");
    sink.share(file("other.txt", 2));
    assertThat(hashed(1, 2)).isCancelled();
    hashed(0, 1);
    assertThat(hashed(2, 2)).isCompletedWithValue(null);
  }

  @Test
  void shouldNotWaitWhenTheGroupIsGivenNothingAfterAll() throws Exception {
    Share first = giveToGroup("secret.txt");
    giveToGroup("unreadable.txt");
    sink.share(file("copy.txt", 1));
    assertThat(hashed(2, 1)).isCancelled();
    shares.remove(first);
    node.sharings.get(1).future().completeExceptionally(new IOException("unreadable"));
    assertThat(hashed(3, 1)).isCompletedWithValue(null);
  }

  @Test
  void shouldForgetWhatWaitsWhenItIsGone() throws Exception {
    giveToGroup("secret.txt");
    WatchedFile copy = file("copy.txt", 1);
    CompletableFuture<?> settled = sink.share(copy);
    hashed(1, 1);
    sink.gone(copy.path());
    hashed(0, 2);
    assertThat(settled).isCompleted();
    assertThat(node.sharings).hasSize(2);
  }

  @Test
  void shouldNotShareWhatIsForMembersWhenItIsFoundThroughALink() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real").toAbsolutePath()).toRealPath();
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    Path file = Files.writeString(real.resolve("a.txt"), "12345");
    shares.add(new ShareRequest(file.toString(), "", List.of(), List.of("team"), 0, 0), 5);
    agent.run();
    sink.share(new WatchedFile(link.resolve("a.txt"), "a.txt", 5, 1));
    agent.run();
    assertThat(node.sharings).hasSize(1); // that in the group, which is being hashed
  }

  @Test
  void shouldNotShareAgainWhatSomebodyUnsharedWhenItIsRenamed() throws Exception {
    WatchedFile old = file("a.txt", 1);
    sink.share(old);
    agent.run();
    node.shared(0, 1);
    agent.run();
    Share share = shares.page("", 10).get(0);
    folders.unshared(share);
    shares.remove(share);
    WatchedFile renamed = file("b.txt", 1);
    sink.renamed(old.path(), renamed);
    agent.run();
    assertThat(sink.wants(renamed)).isFalse();
    assertThat(node.sharings).hasSize(1);
    start(state());
    assertThat(sink.wants(renamed)).isFalse();
  }

  @Test
  void shouldTakeTheSubfoldersForTags() {
    assertThat(WatchedFolders.tags("a.txt")).isEmpty();
    assertThat(WatchedFolders.tags("x/y/x/a.txt")).containsExactly("x", "y");
    assertThat(WatchedFolders.tags("n".repeat(100) + "/y/a.txt")).containsExactly("y");
    String deep = IntStream.range(0, 30).mapToObj(Integer::toString).collect(joining("/"));
    assertThat(WatchedFolders.tags(deep + "/a.txt")).hasSize(16);
  }
}
