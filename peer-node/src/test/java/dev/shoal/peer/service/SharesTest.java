package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.FakePort.FakeShared;
import dev.shoal.peer.service.ShareInfo.State;
import dev.shoal.peer.service.watch.WatchedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharesTest {
  @TempDir Path directory;
  private final ManualAgent agent = new ManualAgent();
  private final FakePort node = new FakePort();
  private Shares shares;

  @BeforeEach
  void start() {
    shares = fresh();
  }

  private Shares fresh() {
    StatusLog log = new StatusLog(agent, entry -> {});
    PathPolicy paths = new PathPolicy(directory.resolve("data"), directory, List.of());
    return new Shares(agent, node, paths, new Random(1), log, share -> {}, () -> {});
  }

  private Path file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "12345");
  }

  private Share add(String name, String... groups) throws Exception {
    ShareRequest request =
        new ShareRequest(file(name).toString(), "", List.of(), List.of(groups), 0, 0);
    Share share = shares.add(request, 5);
    agent.run();
    return share;
  }

  private SavedState saved() {
    return new SavedState(
        shares.next(), 1, TransferLimits.NONE, shares.saved(), List.of(), List.of(), List.of());
  }

  private static ShareInfo info(Share share) {
    return share.info(List.of("here:7070"), new FilesUrl("http://here:80/files/"));
  }

  @Test
  void shouldTellLinkAndUrlWhenItIsShared() throws Exception {
    Share share = add("a b.txt");
    assertThat(info(share).state()).isEqualTo(State.PREPARING);
    assertThat(info(share).link()).isNull();
    node.shared(0, 1);
    agent.run();
    ShareInfo info = info(share);
    assertThat(info.state()).isEqualTo(State.SHARED);
    assertThat(info.hashedBytes()).isEqualTo(5);
    assertThat(info.link()).isEqualTo("shoal:" + FakePort.id(1) + "?n=a%20b.txt&t=here:7070");
    assertThat(info.url()).isEqualTo("http://here:80/files/" + FakePort.id(1) + "/a%20b.txt");
  }

  @Test
  void shouldNotTellLinkNorUrlWhenOnlyMembersMayHaveIt() throws Exception {
    Share share = add("a.txt", "team");
    node.shared(0, 1);
    agent.run();
    assertThat(info(share).link()).isNull();
    assertThat(info(share).url()).isNull();
    assertThat(node.sharings.get(0).options().groups()).containsExactly("team");
  }

  @Test
  void shouldFailAloneWhenTheSystemCannotWriteItsPath() throws Exception {
    add("a.txt");
    SavedShare readable = shares.saved().get(0);
    SavedShare other =
        new SavedShare(
            "s9",
            directory + "/un\0readable",
            "",
            List.of(),
            List.of(),
            0,
            0,
            ShareInfo.Origin.ADDED,
            FakePort.id(9).toString(),
            5);
    Shares again = fresh();
    again.restore(
        new SavedState(
            10, 1, TransferLimits.NONE, List.of(other, readable), List.of(), List.of(), List.of()));
    agent.run();
    assertThat(info(again.get("s9")).state()).isEqualTo(State.FAILED);
    assertThat(info(again.get("s1")).state()).isEqualTo(State.PREPARING);
    assertThat(again.saved()).hasSize(2);
  }

  @Test
  void shouldShareItInTheOtherGroupsOnlyWhenItIsWithdrawnFromOne() throws Exception {
    Share share = add("a.txt", "team", "club");
    FakeShared first = node.shared(0, 1);
    agent.run();
    node.contents.put(share.path(), FakePort.id(1));
    shares.withdraw(share, "team");
    agent.run();
    assertThat(first.wasStopped).isTrue();
    assertThat(node.sharings.get(1).options().groups()).containsExactly("club");
    assertThat(shares.saved().get(0).groups()).containsExactly("club");
    FakeShared second = node.shared(1, 1);
    agent.run();
    assertThat(info(share).state()).isEqualTo(State.SHARED);
    shares.withdraw(share, "club");
    assertThat(second.wasStopped).isTrue();
    assertThat(shares.saved()).isEmpty();
  }

  @Test
  void shouldKeepItsIdWhenSharedAgain() throws Exception {
    Share share = add("a.txt");
    assertThat(add("a.txt")).isSameAs(share);
    assertThat(add("a.txt", "team")).isNotSameAs(share);
    assertThat(shares.page("", 10)).hasSize(2);
    assertThat(shares.page("s1", 10)).extracting(other -> other.saved.id()).containsExactly("s2");
  }

  @Test
  void shouldPrepareSomeAtATimeWhenThereAreMany() throws Exception {
    for (int i = 0; i < 3 * SharePreparation.MOST; i++) {
      add("f" + i);
    }
    assertThat(node.sharings).hasSize(SharePreparation.MOST);
    node.shared(0, 1);
    node.shared(1, 2);
    agent.run();
    assertThat(node.sharings).hasSize(SharePreparation.MOST + 2);
  }

  @Test
  void shouldShareAgainWhenStartedAgain() throws Exception {
    Path path = add("a.txt").path();
    node.shared(0, 1);
    agent.run();
    node.contents.put(path, FakePort.id(1));
    SavedState state = saved();
    shares = fresh();
    shares.restore(state);
    agent.run();
    assertThat(node.identified).containsExactly(path);
    node.shared(1, 1);
    agent.run();
    assertThat(shares.get("s1").state).isEqualTo(State.SHARED);
  }

  @Test
  void shouldNotShareSomethingElseWhenStartedAgain() throws Exception {
    add("a.txt");
    node.shared(0, 1);
    agent.run();
    SavedState state = saved(); // by now the file is another
    shares = fresh();
    shares.restore(state);
    agent.run();
    assertThat(node.sharings).hasSize(1);
    Share share = shares.get("s1");
    assertThat(share.state).isEqualTo(State.FAILED);
    assertThat(share.problem).extracting(Problem::code).isEqualTo("changed");
    add("a.txt"); // as it is now
    node.shared(1, 2);
    agent.run();
    assertThat(share.state).isEqualTo(State.SHARED);
    assertThat(info(share).fileId()).isEqualTo(FakePort.id(2).toString());
  }

  @Test
  void shouldServeTheOtherWhenOneOfTwoWithTheSameContentEnds() throws Exception {
    Share first = add("a.txt");
    Share second = add("b.txt");
    node.contents.put(first.path(), FakePort.id(1));
    FakeShared served = node.shared(0, 1);
    agent.run();
    node.shared(1, 1);
    served.replace(); // the second took its place
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(first.state).isEqualTo(State.SHARED);
    assertThat(node.sharings).hasSize(2);
    shares.remove(second);
    agent.run();
    assertThat(node.sharings).hasSize(3);
    assertThat(node.sharings.get(2).path()).isEqualTo(first.path());
  }

  @Test
  void shouldSayWhyWhenTheFileChangesWhileItIsShared() throws Exception {
    Share share = add("a.txt");
    node.shared(0, 1).stopped.completeExceptionally(new FileChangedException("it changed", null));
    agent.run();
    assertThat(share.state).isEqualTo(State.FAILED);
    assertThat(share.problem).isEqualTo(new Problem("changed", "it changed"));
  }

  @Test
  void shouldTryAgainWhenTheTrackerIsAway() throws Exception {
    Share share = add("a.txt", "team");
    node.sharings.get(0).future().completeExceptionally(new UnreachableException("away", null));
    agent.run();
    assertThat(share.state).isEqualTo(State.PREPARING);
    assertThat(share.problem).extracting(Problem::code).isEqualTo("unreachable");
    agent.pass(5, TimeUnit.SECONDS);
    node.shared(1, 1);
    agent.run();
    assertThat(share.state).isEqualTo(State.SHARED);
    assertThat(share.problem).isNull();
  }

  @Test
  void shouldTryAgainWhenSomebodyLogsIn() throws Exception {
    Share share = add("a.txt", "team");
    node.sharings.get(0).future().completeExceptionally(new DeniedException("no login", null));
    agent.run();
    assertThat(share.state).isEqualTo(State.FAILED);
    assertThat(String.valueOf(share.problem)).contains("shoal login");
    node.user = Optional.of("ada");
    shares.onLogin();
    agent.run();
    assertThat(node.sharings).hasSize(2);
  }

  @Test
  void shouldBeGoneWhenItWasTakenBackFromItsGroup() throws Exception {
    add("a.txt", "team");
    node.shared(0, 1).stopped.complete(null);
    agent.run();
    assertThat(shares.page("", 10)).isEmpty();
  }

  @Test
  void shouldStayWhenTheSameContentIsSharedAgain() throws Exception {
    Share first = add("a.txt", "one");
    FakeShared served = node.shared(0, 1);
    agent.run();
    Share second = add("a.txt", "two");
    served.replace(); // the node serves the second, of which it has still to tell the tracker
    agent.run();
    node.shared(1, 1);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(shares.page("", 10)).containsExactly(first, second);
    assertThat(first.state).isEqualTo(State.SHARED);
    assertThat(node.sharings).hasSize(2);
  }

  @Test
  void shouldNotShareACopyAgainWhenTheContentWasTakenBack() throws Exception {
    add("a.txt", "team");
    FakeShared served = node.shared(0, 1);
    agent.run();
    add("b.txt", "team");
    served.replace();
    FakeShared copy = node.shared(1, 1);
    agent.run();
    copy.stopped.complete(null);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(shares.page("", 10)).isEmpty();
    assertThat(node.sharings).hasSize(2);
  }

  @Test
  void shouldServeMembersAloneWhenItIsNotEverybodysAnyMore() throws Exception {
    Share open = add("a.txt");
    node.contents.put(open.path(), FakePort.id(1));
    FakeShared served = node.shared(0, 1);
    agent.run();
    Share inGroup = add("a.txt", "team");
    served.replace();
    FakeShared forBoth = node.shared(1, 1); // the node serves it to everybody and the members
    agent.run();
    shares.remove(open);
    agent.run();
    assertThat(forBoth.wasStopped).isTrue();
    assertThat(node.sharings).hasSize(3);
    assertThat(node.sharings.get(2).options().groups()).containsExactly("team");
    node.shared(2, 1);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(shares.page("", 10)).containsExactly(inGroup);
    assertThat(inGroup.state).isEqualTo(State.SHARED);
  }

  @Test
  void shouldServeMembersAloneWhenItWasBegunWhileItWasEverybodys() throws Exception {
    Share open = add("a.txt");
    node.contents.put(open.path(), FakePort.id(1));
    FakeShared served = node.shared(0, 1);
    agent.run();
    add("a.txt", "team");
    served.replace();
    shares.remove(open); // before the other is known to be served
    FakeShared forBoth = node.shared(1, 1);
    agent.run();
    assertThat(forBoth.wasStopped).isTrue();
    assertThat(node.sharings).hasSize(3);
    assertThat(node.sharings.get(2).options().groups()).containsExactly("team");
  }

  @Test
  void shouldServeMembersAloneWhenWhatWasEverybodysIsRemovedBeforeTheTrackerHasAnswered()
      throws Exception {
    Share inGroup = add("a.txt", "team");
    node.contents.put(inGroup.path(), FakePort.id(1));
    FakeShared served = node.shared(0, 1);
    agent.run();
    Share open = add("b.txt");
    node.hashed(1, 1);
    agent.run();
    served.replace(); // by the one that is everybody's, of which the tracker is being told
    shares.remove(open);
    agent.run();
    assertThat(node.sharings.get(1).future()).isNotCancelled();
    FakeShared late = node.served(1, 1);
    agent.run();
    assertThat(late.wasStopped).isTrue();
    assertThat(node.sharings).hasSize(3);
    assertThat(node.sharings.get(2).options().groups()).containsExactly("team");
    node.shared(2, 1);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(inGroup.state).isEqualTo(State.SHARED);
    assertThat(node.sharings).hasSize(3);
  }

  @Test
  void shouldServeNobodyWhenItIsRemovedBetweenHashingAndServing() throws Exception {
    Share share = add("a.txt");
    CompletableFuture<Void> approval = node.hashed(0, 1);
    shares.remove(share);
    agent.run();
    assertThat(approval).isCancelled();
  }

  @Test
  void shouldGoOnServingWhenAnotherForTheSamePeopleEnds() throws Exception {
    Share first = add("a.txt");
    FakeShared served = node.shared(0, 1);
    agent.run();
    add("b.txt");
    served.replace();
    FakeShared both = node.shared(1, 1);
    agent.run();
    shares.remove(first);
    agent.run();
    assertThat(both.wasStopped).isFalse();
    assertThat(node.sharings).hasSize(2);
  }

  @Test
  void shouldPrepareOnceWhenItIsToBeginAnewMeanwhile() throws Exception {
    List<Share> many = new ArrayList<>();
    for (int i = 0; i < SharePreparation.MOST; i++) {
      many.add(add("f" + i));
    }
    node.hashed(0, 1);
    agent.run();
    ShareRequest other =
        new ShareRequest(many.get(0).saved.path(), "", List.of("tag"), List.of(), 0, 0);
    shares.add(other, 5); // with the first attempt's place still taken
    agent.run();
    FakeShared early = node.served(0, 1);
    agent.run();
    assertThat(early.wasStopped).isTrue();
    assertThat(node.sharings).hasSize(SharePreparation.MOST + 1);
    node.shared(SharePreparation.MOST, 1);
    node.shared(1, 2);
    agent.run();
    assertThat(node.sharings).hasSize(SharePreparation.MOST + 1);
  }

  @Test
  void shouldStopServingWhenRemovedEvenWhileItIsHashed() throws Exception {
    Share hashed = add("a.txt");
    shares.remove(hashed);
    agent.run();
    assertThat(node.sharings.get(0).future()).isCancelled();
    Share served = add("b.txt");
    FakeShared handle = node.shared(1, 1);
    agent.run();
    shares.remove(served);
    assertThat(handle.wasStopped).isTrue();
    assertThat(shares.saved()).isEmpty();
  }

  @Test
  void shouldNotRememberWatchedFiles() throws Exception {
    Path file = file("sub/a.txt");
    Share share = shares.watch(new WatchedFile(file, "sub/a.txt", 5, 1), List.of("sub"));
    agent.run();
    node.shared(0, 1);
    agent.run();
    assertThat(share.settled).isCompleted();
    assertThat(shares.saved()).isEmpty();
    assertThat(shares.page("", 10)).containsExactly(share);
    assertThat(node.sharings.get(0).options().tags()).containsExactly("sub");
  }

  @Test
  void shouldFailWhenThereIsNoSuchFileAndLookAgainLater() throws Exception {
    Path file = directory.resolve("later.txt");
    Share share = shares.add(ShareRequest.of(file.toString()), 5);
    agent.run();
    assertThat(share.state).isEqualTo(State.FAILED);
    assertThat(share.problem).extracting(Problem::code).isEqualTo("storage");
    file("later.txt");
    shares.retry();
    agent.run();
    node.shared(0, 1);
    agent.run();
    assertThat(share.state).isEqualTo(State.SHARED);
    assertThat(new ArrayList<>(shares.saved())).hasSize(1);
  }

  @Test
  void shouldNotShareWithEverybodyWhatOnceWasForMembers() throws Exception {
    Path there = file("a.txt");
    shares.membersOnly().add(FakePort.id(1).toString()); // its share in the group has ended
    shares.downloaded(fetched(there), there.toString(), null, 5);
    agent.run();
    assertThat(shares.page("", 10)).isEmpty();
    assertThat(node.sharings).isEmpty();
  }

  private static SavedDownload fetched(Path path) {
    String fileId = FakePort.id(1).toString();
    return SavedDownload.fresh("d1", DownloadRequest.of(fileId), Wanted.parse(fileId), 0)
        .withFile(fileId, "a.txt", path.toString());
  }

  /** Two with the same content: the first stands on the second, which is shared anew. */
  private Share standing(ShareRequest anew) throws Exception {
    Share first = add("a.txt");
    node.contents.put(first.path(), FakePort.id(1));
    FakeShared served = node.shared(0, 1);
    agent.run();
    add("b.txt");
    served.replace();
    node.shared(1, 1);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(node.sharings).hasSize(2);
    shares.add(anew, 5);
    agent.run();
    node.hashed(2, 1);
    agent.run();
    return first;
  }

  private ShareRequest tagged(String name) {
    return new ShareRequest(
        directory.resolve(name).toString(), "", List.of("tag"), List.of(), 0, 0);
  }

  @Test
  void shouldServeTheOtherWhenWhatItStandsOnIsRemovedBeforeTheTrackerHasAnswered()
      throws Exception {
    Share first = standing(tagged("b.txt"));
    shares.remove(shares.get("s2"));
    FakeShared late = node.served(2, 1);
    agent.run();
    assertThat(late.wasStopped).isTrue();
    assertThat(node.sharings).hasSize(4);
    assertThat(node.sharings.get(3).path()).isEqualTo(first.path());
    node.shared(3, 1);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(first.handle).isNotNull();
    assertThat(node.sharings).hasSize(4);
  }

  @Test
  void shouldServeTheOtherWhenWhatItStandsOnIsRemovedAndItsLastAttemptFails() throws Exception {
    Share first = standing(tagged("b.txt"));
    shares.remove(shares.get("s2"));
    node.sharings.get(2).future().completeExceptionally(new UnreachableException("away", null));
    agent.run();
    node.shared(3, 1);
    agent.run();
    assertThat(first.state).isEqualTo(State.SHARED);
    assertThat(first.handle).isNotNull();
  }

  @Test
  void shouldServeTheOtherWhenWhatItStandsOnCanNotBeSharedAnew() throws Exception {
    Share first = standing(tagged("b.txt"));
    node.sharings.get(2).future().completeExceptionally(new DeniedException("no", null));
    agent.run();
    assertThat(shares.get("s2").state).isEqualTo(State.FAILED);
    assertThat(shares.get("s2").handle).isNull();
    node.shared(3, 1);
    agent.run();
    assertThat(first.handle).isNotNull();
  }

  @Test
  void shouldServeTheOtherWhenWhatItStandsOnIsSharedAnewAsSomethingElse() throws Exception {
    Share first = add("a.txt");
    node.contents.put(first.path(), FakePort.id(1));
    FakeShared served = node.shared(0, 1);
    agent.run();
    add("b.txt");
    served.replace();
    FakeShared both = node.shared(1, 1);
    agent.run();
    add("b.txt"); // which was edited a moment ago
    node.shared(2, 2);
    agent.run();
    assertThat(both.wasStopped).isTrue();
    assertThat(shares.get("s2").saved.fileId()).isEqualTo(FakePort.id(2).toString());
    node.shared(3, 1);
    agent.run();
    assertThat(node.sharings.get(3).path()).isEqualTo(first.path());
    assertThat(first.handle).isNotNull();
  }

  @Test
  void shouldTellWhatTheFileIsNowWhenSharedAgain() throws Exception {
    Share share = add("a.txt");
    FakeShared before = node.shared(0, 1);
    agent.run();
    shares.limit(share, 1_000_000);
    add("a.txt"); // before anybody noticed that it has changed
    FakeShared now = node.shared(1, 2);
    agent.run();
    assertThat(info(share).fileId()).isEqualTo(FakePort.id(2).toString());
    assertThat(info(share).state()).isEqualTo(State.SHARED);
    assertThat(info(share).uploadLimit()).isEqualTo(1_000_000);
    assertThat(before.wasStopped).isTrue();
    assertThat(now.wasStopped).isFalse();
  }

  @Test
  void shouldGoOnServingWhenSharedAgainAsItIs() throws Exception {
    Share share = add("a.txt");
    FakeShared before = node.shared(0, 1);
    agent.run();
    add("a.txt");
    assertThat(before.wasStopped).isFalse();
    before.replace();
    node.shared(1, 1);
    agent.pass(1, TimeUnit.MINUTES);
    assertThat(share.state).isEqualTo(State.SHARED);
    assertThat(node.sharings).hasSize(2);
  }
}
