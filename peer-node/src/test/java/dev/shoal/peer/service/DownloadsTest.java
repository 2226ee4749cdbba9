package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.ConflictException;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.DownloadState;
import dev.shoal.peer.IntegrityException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.DownloadInfo.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  @TempDir Path directory;
  private final ManualAgent agent = new ManualAgent();
  private final FakePort node = new FakePort();
  private final List<LogEntry> entries = new ArrayList<>();
  private Path target;
  private Downloads downloads;

  @BeforeEach
  void start() throws Exception {
    target = Files.createDirectory(directory.resolve("downloads")).toRealPath();
    downloads = fresh();
  }

  private Downloads fresh() {
    StatusLog log = new StatusLog(agent, entries::add);
    PathPolicy paths = new PathPolicy(directory.resolve("data"), target, List.of());
    Random random = new Random(1);
    Shares shares = new Shares(agent, node, paths, random, log, share -> {}, () -> {});
    return new Downloads(
        agent, node, paths, random, List.of("here:7070"), shares, log, fetch -> {}, () -> {});
  }

  private Fetch add(String what) throws Exception {
    return add(DownloadRequest.of(what));
  }

  private Fetch add(DownloadRequest request) throws Exception {
    request.check();
    Fetch fetch = downloads.add(request);
    agent.run();
    return fetch;
  }

  private static DownloadRequest request(String what, String path, String group, long wait) {
    DownloadRequest plain = DownloadRequest.of(what);
    return new DownloadRequest(
        what, path, group, false, true, List.of(), 0, plain.order(), plain.priority(), wait);
  }

  /** As "127.0.0.1:port" is looked up. */
  private static InetSocketAddress peer(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static String link(int id, String name) {
    return "shoal:" + FakePort.id(id) + "?n=" + name;
  }

  @Test
  void shouldFetchIntoTheDownloadDirectoryWhenNothingElseIsSaid() throws Exception {
    Fetch fetch = add(link(1, "report.pdf"));
    assertThat(node.downloads.get(0).destination()).isEqualTo(target.resolve("report.pdf"));
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    node.downloads.get(0).state = DownloadState.DOWNLOADING;
    assertThat(fetch.info().state()).isEqualTo(State.DOWNLOADING);
    assertThat(fetch.info().verifiedBytes()).isEqualTo(40);
    node.downloads.get(0).complete(100);
    agent.run();
    assertThat(fetch.info().state()).isEqualTo(State.COMPLETE);
    assertThat(fetch.info().verifiedBytes()).isEqualTo(100);
  }

  @Test
  void shouldBeToldPageByPageFromTheNewestOn() throws Exception {
    for (int i = 1; i <= 12; i++) {
      add(link(i, "file" + i));
    }
    assertThat(downloads.page("", 3))
        .extracting(fetch -> fetch.saved.id())
        .containsExactly("d10", "d11", "d12");
    assertThat(downloads.page("d10", 20)).hasSize(9);
    downloads.cancel(downloads.get("d10"));
    assertThat(downloads.page("d10", 1))
        .as("what a page began with may be gone")
        .extracting(fetch -> fetch.saved.id())
        .containsExactly("d9");
    assertThat(downloads.page("x", 1)).isEmpty();
  }

  @Test
  void shouldRememberHowItWasFetchedUntilItIsFetchedAgain() throws Exception {
    Fetch fetch = add(link(1, "report.pdf"));
    assertThat(fetch.info().summary()).isNull();
    node.downloads.get(0).complete(100);
    agent.run();
    DownloadSummary summary = new DownloadSummary(0, 0, 0, 100, 1000, 100);
    assertThat(fetch.info().summary()).isEqualTo(summary);
    assertThat(downloads.saved().get(0).summary()).isEqualTo(summary);
    add(link(1, "report.pdf"));
    assertThat(fetch.info().summary()).isNull();
  }

  @Test
  void shouldCallItAsTheTrackerDoesWhenOnlyTheIdIsKnown() throws Exception {
    node.catalogue.add(FakePort.found(1, "../../etc/passwd"));
    add(FakePort.id(1).toString());
    assertThat(node.downloads.get(0).destination()).isEqualTo(target.resolve("passwd"));
  }

  @Test
  void shouldAskEverMoreSeldomWhenNobodyHasTheName() throws Exception {
    Fetch fetch = add("movie.mkv");
    assertThat(node.questions).isEqualTo(1);
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(fetch.info().problem()).extracting(Problem::code).isEqualTo("not-found");
    agent.pass(10, TimeUnit.MINUTES);
    assertThat(node.questions).isBetween(16, 24);
    node.catalogue.add(FakePort.found(7, "movie.mkv"));
    agent.pass(40, TimeUnit.SECONDS);
    assertThat(node.downloads.get(0).fileId()).isEqualTo(FakePort.id(7));
  }

  @Test
  void shouldSayWhatToDoWhenSeveralFilesHaveTheName() throws Exception {
    node.catalogue.add(FakePort.found(1, "a.txt"));
    node.catalogue.add(FakePort.found(2, "a.txt"));
    node.catalogue.add(FakePort.found(3, "a.txt.old"));
    Fetch fetch = add("a.txt");
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(fetch.info().problem()).extracting(Problem::code).isEqualTo("conflict");
    assertThat(String.valueOf(fetch.info().problem()))
        .contains("2 different files", "by its id", FakePort.id(1).toString());
  }

  @Test
  void shouldTakeTheOneThatSomebodyHasWhenAFileOfTheNameWasChanged() throws Exception {
    node.catalogue.add(FakePort.found(1, "a.txt", 0));
    node.catalogue.add(FakePort.found(2, "a.txt", 1));
    add("a.txt");
    assertThat(node.downloads.get(0).fileId()).isEqualTo(FakePort.id(2));
  }

  @Test
  void shouldFetchTheNewFileOfTheNameWhenTheEarlierOneIsAskedForAgain() throws Exception {
    node.catalogue.add(FakePort.found(1, "a.txt"));
    Fetch fetch = add("a.txt");
    node.downloads.get(0).complete(100);
    agent.run();
    node.catalogue.set(0, FakePort.found(2, "a.txt"));
    assertThat(add("a.txt")).isSameAs(fetch);
    assertThat(node.downloads.get(1).fileId()).isEqualTo(FakePort.id(2));
  }

  @Test
  void shouldFetchTheFileThatSomebodySharesWhenTheOneOfThatNameIsGone() throws Exception {
    node.catalogue.add(FakePort.found(1, "a.txt", 0));
    add(request("a.txt", "", "", -1));
    node.downloads.get(0).fail(new NotFoundException("nobody shares it", null));
    agent.run();
    node.catalogue.add(FakePort.found(2, "a.txt"));
    agent.pass(10, TimeUnit.SECONDS);
    assertThat(node.downloads.get(1).fileId()).isEqualTo(FakePort.id(2));
    assertThat(node.downloads.get(1).destination()).isEqualTo(target.resolve("a.txt"));
  }

  @Test
  void shouldWaitForItsNameWhenNobodyHasHeardOfTheId() throws Exception {
    node.unlistedSeeders = 0;
    Fetch fetch = add(FakePort.id(1).toString());
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(fetch.info().problem()).extracting(Problem::code).isEqualTo("not-found");
    assertThat(node.downloads).isEmpty();
    node.catalogue.add(FakePort.found(1, "notes.txt"));
    agent.pass(40, TimeUnit.SECONDS);
    assertThat(node.downloads.get(0).destination()).isEqualTo(target.resolve("notes.txt"));
  }

  @Test
  void shouldAskTheGivenPeersWhenNobodyElseHasHeardOfTheId() throws Exception {
    node.unlistedSeeders = 0;
    DownloadRequest plain = DownloadRequest.of(FakePort.id(1).toString());
    List<String> peers = List.of("127.0.0.1:7071");
    add(
        new DownloadRequest(
            plain.what(), "", "", false, true, peers, 0, plain.order(), plain.priority(), 0));
    assertThat(node.downloads).hasSize(1);
  }

  @Test
  void shouldSayInTimeThatNobodyHasItWhenTheWaitIsOver() throws Exception {
    Fetch fetch = add(request("movie.mkv", "", "", 20));
    agent.pass(19, TimeUnit.SECONDS);
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    agent.pass(2, TimeUnit.SECONDS);
    assertThat(fetch.info().state()).isEqualTo(State.FAILED);
  }

  @Test
  void shouldWaitWhenTheTrackerCannotBeReached() throws Exception {
    node.failure = new UnreachableException("no tracker answers", null);
    Fetch fetch = add("a.txt");
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(fetch.info().problem()).extracting(Problem::code).isEqualTo("unreachable");
    node.failure = null;
    node.catalogue.add(FakePort.found(1, "a.txt"));
    agent.pass(10, TimeUnit.SECONDS);
    assertThat(node.downloads).hasSize(1);
  }

  @Test
  void shouldNameTheNextStepAndGoOnWhenNobodyIsLoggedIn() throws Exception {
    node.failure = new DeniedException("groups need a login", null);
    Fetch fetch = add(request("a.txt", "", "team", -1));
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(String.valueOf(fetch.info().problem())).contains("shoal login");
    node.failure = null;
    node.groupFiles.add(FakePort.groupFile(4, "a.txt"));
    node.user = Optional.of("ada");
    downloads.onLogin();
    agent.run();
    assertThat(node.downloads.get(0).options.group()).isEqualTo("team");
  }

  @Test
  void shouldFailWhenItHasWaitedAsLongAsWasAsked() throws Exception {
    Fetch impatient = add(request("a.txt", "", "", 0));
    assertThat(impatient.info().state()).isEqualTo(State.FAILED);
    Fetch patient = add(request("b.txt", "", "", 60));
    assertThat(patient.info().state()).isEqualTo(State.WAITING);
    agent.pass(2, TimeUnit.MINUTES);
    assertThat(patient.info().state()).isEqualTo(State.FAILED);
    downloads.resume(patient);
    agent.run();
    assertThat(patient.info().state()).isEqualTo(State.WAITING);
  }

  @Test
  void shouldFailWhenWaitingIsOfNoUse() throws Exception {
    Fetch fetch = add(link(1, "a"));
    node.downloads.get(0).fail(new IntegrityException("it does not match", null));
    agent.run();
    assertThat(fetch.info().state()).isEqualTo(State.FAILED);
    assertThat(fetch.info().problem()).isEqualTo(new Problem("integrity", "it does not match"));
  }

  @Test
  void shouldTryAgainWhenNobodyHadIt() throws Exception {
    Fetch fetch = add(link(1, "a"));
    node.downloads.get(0).fail(new NotFoundException("nobody shares it", null));
    agent.pass(5, TimeUnit.SECONDS);
    assertThat(node.downloads).hasSize(2);
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(String.valueOf(fetch.info().problem())).contains("nobody shares it");
  }

  @Test
  void shouldMentionTheOtherTrackerWhenALinkNamesOne() throws Exception {
    Fetch fetch = add("shoal:" + FakePort.id(1) + "?n=a&t=there:7070");
    node.downloads.get(0).fail(new NotFoundException("nobody shares it", null));
    agent.run();
    assertThat(String.valueOf(fetch.info().problem())).contains("there:7070");
  }

  @Test
  void shouldTakeTheOthersInTheirOrderWhenAsManyAsMayAreUnderWay() throws Exception {
    List<Fetch> fetches = new ArrayList<>();
    for (int i = 0; i < Fetching.MOST + 3; i++) {
      fetches.add(add(link(i + 1, "f" + i)));
    }
    assertThat(node.downloads).hasSize(Fetching.MOST);
    assertThat(fetches.get(Fetching.MOST).info().state()).isEqualTo(State.QUEUED);
    downloads.prioritize(fetches.get(Fetching.MOST + 2), DownloadPriority.HIGH);
    node.downloads.get(0).complete(100);
    node.downloads.get(1).complete(100);
    agent.run();
    assertThat(node.downloads.subList(Fetching.MOST, Fetching.MOST + 2))
        .extracting(FakeDownload::fileId)
        .containsExactly(FakePort.id(Fetching.MOST + 3), FakePort.id(Fetching.MOST + 1));
    downloads.pause(fetches.get(5));
    agent.run();
    assertThat(node.downloads).hasSize(Fetching.MOST + 3);
  }

  @Test
  void shouldLetFreshOnesGoFirstWhenOthersWereTriedInVain() throws Exception {
    for (int i = 0; i < Fetching.MOST; i++) {
      add(link(i + 1, "f" + i));
    }
    Fetch fresh = add(link(100, "fresh"));
    node.downloads.get(0).fail(new NotFoundException("nobody shares it", null));
    agent.run();
    assertThat(fresh.handle).isNotNull();
    assertThat(String.valueOf(node.downloads.get(Fetching.MOST).destination())).endsWith("fresh");
  }

  @Test
  void shouldReturnTheSameWhenAskedTwice() throws Exception {
    Fetch first = add(link(1, "a"));
    assertThat(add(FakePort.id(1).toString())).isSameAs(first);
    assertThat(add(request(FakePort.id(1).toString(), target.resolve("b").toString(), "", -1)))
        .isNotSameAs(first);
    assertThat(add(request(FakePort.id(1).toString(), "", "team", -1))).isNotSameAs(first);
  }

  @Test
  void shouldNumberTheNameWhenSomethingElseHasIt() throws Exception {
    Files.writeString(target.resolve("a.txt"), "other");
    add(link(1, "a.txt"));
    add(link(2, "a.txt"));
    assertThat(node.downloads)
        .extracting(FakeDownload::destination)
        .containsExactly(target.resolve("a (2).txt"), target.resolve("a (3).txt"));
  }

  @Test
  void shouldBeCompleteAtOnceWhenTheFileIsThere() throws Exception {
    Path file = Files.writeString(target.resolve("a.txt"), "hello");
    node.contents.put(file, FakePort.id(1));
    Fetch fetch = add(request(link(1, "a.txt"), file.toString(), "", -1));
    assertThat(fetch.info().state()).isEqualTo(State.COMPLETE);
    assertThat(fetch.info().totalBytes()).isEqualTo(5);
    assertThat(fetch.info().verifiedBytes()).isEqualTo(5);
    assertThat(fetch.info().summary()).isNull();
    assertThat(node.downloads).isEmpty();
    assertThat(node.sharings.get(0).options().listed()).isFalse();
  }

  @Test
  void shouldFailWhenSomethingElseIsThere() throws Exception {
    Path file = Files.writeString(target.resolve("a.txt"), "hello");
    Fetch fetch = add(request(link(1, "a.txt"), file.toString(), "", -1));
    assertThat(fetch.info().state()).isEqualTo(State.FAILED);
    assertThat(String.valueOf(fetch.info().problem())).contains("exists already");
  }

  @Test
  void shouldStayPausedAndGoOnWhenStartedAgain() throws Exception {
    Fetch paused = add(link(1, "a"));
    node.downloads.get(0).state = DownloadState.DOWNLOADING;
    downloads.pause(paused);
    add(link(2, "b"));
    Fetch done = add(link(3, "c"));
    node.downloads.get(2).complete(100);
    agent.run();
    SavedState state =
        new SavedState(
            1,
            downloads.next(),
            TransferLimits.NONE,
            List.of(),
            downloads.saved(),
            List.of(),
            List.of());
    assertThat(node.downloads.get(0).paused).isTrue();
    downloads.close();
    node.downloads.clear();

    Downloads again = fresh();
    again.restore(state);
    agent.run();
    assertThat(node.downloads).extracting(FakeDownload::fileId).containsExactly(FakePort.id(2));
    assertThat(again.get(paused.saved.id()).info().state()).isEqualTo(State.PAUSED);
    assertThat(again.get(paused.saved.id()).info().verifiedBytes()).isEqualTo(40);
    assertThat(again.get(done.saved.id()).info().state()).isEqualTo(State.COMPLETE);
    again.resume(again.get(paused.saved.id()));
    agent.run();
    assertThat(node.downloads.get(1).destination()).isEqualTo(target.resolve("a"));
  }

  private SavedState saved() {
    return new SavedState(
        1,
        downloads.next(),
        TransferLimits.NONE,
        List.of(),
        downloads.saved(),
        List.of(),
        List.of());
  }

  @Test
  void shouldWaitWhenTheTrackerIsAwayAtTheStartThoughNobodyAskedToWait() throws Exception {
    add(request(link(1, "a"), "", "", 0));
    SavedState state = saved();
    downloads.close();
    node.downloads.clear();
    agent.pass(1, TimeUnit.HOURS);

    Downloads again = fresh();
    again.restore(state);
    agent.run();
    node.downloads.get(0).fail(new UnreachableException("no tracker answers", null));
    agent.run();
    assertThat(again.get("d1").info().state()).isEqualTo(State.WAITING);
    agent.pass(10, TimeUnit.SECONDS);
    assertThat(node.downloads).hasSizeGreaterThan(1);
    assertThat(node.downloads.get(1).options.waitFor()).isPositive();
  }

  @Test
  void shouldWaitWhenSomeOfItIsHereThoughNobodyAskedToWait() throws Exception {
    Fetch fetch = add(request(link(1, "a"), "", "", 0));
    node.downloads.get(0).state = DownloadState.DOWNLOADING;
    fetch.look();
    node.downloads.get(0).fail(new NotFoundException("nobody shares it", null));
    agent.run();
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
  }

  @Test
  void shouldReplaceTheFileWhenAskedAgainToDoSo() throws Exception {
    Path file = Files.writeString(target.resolve("a.txt"), "hello");
    Fetch fetch = add(request(link(1, "a.txt"), file.toString(), "", 0));
    assertThat(fetch.info().state()).isEqualTo(State.FAILED);
    DownloadRequest plain = request(link(1, "a.txt"), file.toString(), "", 60);
    Fetch again =
        add(
            new DownloadRequest(
                plain.what(),
                plain.path(),
                "",
                true,
                false,
                List.of("here:7071"),
                4096,
                plain.order(),
                DownloadPriority.HIGH,
                60));
    assertThat(again).isSameAs(fetch);
    FakeDownload download = node.downloads.get(0);
    assertThat(download.options.overwrite()).isTrue();
    assertThat(download.options.keepSharing()).isFalse();
    assertThat(download.options.downloadLimit()).isEqualTo(4096);
    download.fail(new NotFoundException("nobody shares it", null));
    agent.run();
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(fetch.info().priority()).isEqualTo(DownloadPriority.HIGH);
  }

  @Test
  void shouldShareItAndWaitWhenAskedToWhileItIsUnderWay() throws Exception {
    DownloadRequest once = request(link(1, "a"), "", "", 0);
    DownloadRequest fleeting =
        new DownloadRequest(
            once.what(), "", "", false, false, List.of(), 0, once.order(), once.priority(), 0);
    Fetch fetch = add(fleeting);
    assertThat(add(request(link(1, "a"), "", "", -1))).isSameAs(fetch);
    node.downloads.get(0).fail(new NotFoundException("nobody shares it", null));
    agent.pass(10, TimeUnit.SECONDS);
    FakeDownload second = node.downloads.get(1);
    assertThat(second.options.keepSharing()).isTrue();

    Fetch other =
        add(
            new DownloadRequest(
                link(2, "b"),
                "",
                "",
                false,
                false,
                List.of(),
                0,
                once.order(),
                once.priority(),
                0));
    FakeDownload handle = node.downloads.get(node.downloads.size() - 1);
    assertThat(add(request(link(2, "b"), "", "", 0))).isSameAs(other);
    node.contents.put(Files.writeString(target.resolve("b"), "hello"), FakePort.id(2));
    handle.complete(100);
    agent.run();
    assertThat(node.sharings)
        .singleElement()
        .extracting(FakePort.Sharing::path)
        .isEqualTo(target.resolve("b"));
  }

  private static DownloadRequest besides(
      DownloadRequest plain, long limit, DownloadPriority priority, String... sources) {
    return new DownloadRequest(
        plain.what(),
        plain.path(),
        plain.group(),
        false,
        true,
        List.of(sources),
        limit,
        plain.order(),
        priority,
        plain.waitSeconds());
  }

  @Test
  void shouldAskNewSourcesAtOnceWhenTheyAreGivenWhileItIsUnderWay() throws Exception {
    DownloadRequest plain = request(link(1, "a"), "", "", -1);
    Fetch fetch = add(besides(plain, 0, DownloadPriority.NORMAL, "127.0.0.1:7071", "http://one/a"));
    FakeDownload handle = node.downloads.get(0);
    assertThat(
            add(
                besides(
                    plain,
                    4096,
                    DownloadPriority.HIGH,
                    "127.0.0.1:7071",
                    "127.0.0.1:7072",
                    "http://one/a",
                    "http://two/a")))
        .isSameAs(fetch);
    assertThat(handle.urlsAdded).containsExactly(URI.create("http://two/a"));
    assertThat(handle.peersAdded).containsExactly(peer(7072));
    assertThat(handle.limit).isEqualTo(4096);
    assertThat(fetch.info().downloadLimit()).isEqualTo(4096);
    assertThat(fetch.info().priority()).isEqualTo(DownloadPriority.HIGH);
    assertThat(fetch.saved.request().sources()).hasSize(4);

    add(plain);
    assertThat(handle.urlsAdded).hasSize(1);
    assertThat(handle.limit).as("nothing was said of it").isEqualTo(4096);
    assertThat(fetch.info().priority()).isEqualTo(DownloadPriority.HIGH);
  }

  @Test
  void shouldAskNewSourcesWhenTheyAreGivenWhileItIsPausedOrStillLookedFor() throws Exception {
    DownloadRequest plain = request(link(1, "a"), "", "", -1);
    Fetch paused = add(plain);
    downloads.pause(paused);
    add(besides(plain, 0, DownloadPriority.NORMAL, "http://one/a"));
    assertThat(node.downloads.get(0).urlsAdded).containsExactly(URI.create("http://one/a"));
    assertThat(paused.info().state()).isEqualTo(State.WAITING);

    DownloadRequest other = request(link(2, "b"), "", "", -1);
    downloads.add(besides(other, 0, DownloadPriority.NORMAL, "127.0.0.1:7071"));
    agent.step(2); // it is found, and its place is looked for
    downloads.add(besides(other, 0, DownloadPriority.NORMAL, "127.0.0.1:7072"));
    agent.run();
    FakeDownload handle = node.downloads.get(1);
    assertThat(handle.options.sources()).containsExactly(peer(7071));
    assertThat(handle.peersAdded).containsExactly(peer(7072));
  }

  @Test
  void shouldGoOnWhenAPausedOneIsAskedForAgainByItsName() throws Exception {
    Fetch paused = add(link(1, "k3.bin"));
    node.downloads.get(0).state = DownloadState.DOWNLOADING;
    downloads.pause(paused);
    assertThat(node.downloads.get(0).paused).isTrue();
    DownloadInfo info = paused.info();
    assertThat(info.state()).isEqualTo(State.PAUSED);
    assertThat(info.etaSeconds()).isEqualTo(-1);
    assertThat(info.sourceCount()).isZero();
    assertThat(add("k3.bin")).isSameAs(paused);
    assertThat(paused.info().state()).isEqualTo(State.DOWNLOADING);
    assertThat(node.downloads.get(0).paused).isFalse();
    node.downloads.get(0).complete(100);
    agent.run();
    assertThat(add("k3.bin")).as("it may be another one now").isNotSameAs(paused);
  }

  @Test
  void shouldSayThatItWaitsWhenAllItsSourcesAreGone() throws Exception {
    Fetch fetch = add(link(1, "a"));
    FakeDownload handle = node.downloads.get(0);
    handle.state = DownloadState.DOWNLOADING;
    assertThat(fetch.info().state()).isEqualTo(State.DOWNLOADING);
    assertThat(fetch.info().sourceCount()).isEqualTo(1);
    handle.alone = true;
    assertThat(fetch.info().state()).isEqualTo(State.WAITING);
    assertThat(String.valueOf(fetch.info().problem())).contains("goes on when somebody can");
    handle.alone = false;
    assertThat(fetch.info().problem()).isNull();
  }

  @Test
  void shouldShowTheNameOfItsFile() throws Exception {
    Fetch fetch = add(request(link(1, "big.bin"), target.resolve("k2.bin").toString(), "", -1));
    assertThat(fetch.info().name()).isEqualTo("k2.bin");
    assertThat(fetch.saved.name()).isEqualTo("big.bin");
    assertThat(add("nobody has it").info().name()).isEqualTo("nobody has it");
  }

  @Test
  void shouldRefuseNewSourcesAndGoOnWhenThereWouldBeTooMany() throws Exception {
    DownloadRequest plain = request(link(1, "a"), "", "", -1);
    String[] many = new String[16];
    for (int i = 0; i < many.length; i++) {
      many[i] = "http://host/" + i;
    }
    Fetch fetch = add(besides(plain, 0, DownloadPriority.NORMAL, many));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> downloads.add(besides(plain, 4096, DownloadPriority.NORMAL, "http://x/")));
    assertThat(fetch.saved.request().sources()).hasSize(16);
    assertThat(fetch.info().downloadLimit()).isZero();
    assertThat(fetch.handle).isNotNull();
  }

  @Test
  void shouldFailAloneWhenWhatIsRememberedMakesNoSense() throws Exception {
    SavedDownload broken =
        SavedDownload.fresh("d1", DownloadRequest.of("a"), Wanted.parse("a"), 0)
            .withFile("no id at all", null, null);
    downloads.restore(SavedState.EMPTY.withDownloads(List.of(broken)));
    agent.run();
    assertThat(downloads.get("d1").info().state()).isEqualTo(State.FAILED);
    add(link(1, "a"));
    assertThat(node.downloads).hasSize(1);
  }

  @Test
  void shouldDeleteWhatIsThereWhenCancelled() throws Exception {
    Fetch running = add(link(1, "a"));
    assertThat(downloads.cancel(running).state()).isEqualTo(State.CANCELLED);
    assertThat(node.downloads.get(0).cancelled).isTrue();

    Fetch failed = add(link(2, "b"));
    node.downloads.get(1).fail(new IntegrityException("bad", null));
    agent.run();
    downloads.cancel(failed);
    assertThat(node.downloads.get(2).cancelled).isTrue();
    assertThat(node.downloads.get(2).destination()).isEqualTo(target.resolve("b"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> downloads.get(failed.saved.id()));
  }

  @Test
  void shouldRememberThatItWasGivenUpUntilWhatIsThereIsDeleted() throws Exception {
    add(link(1, "a"));
    downloads.pause(downloads.get("d1"));
    SavedDownload open = downloads.saved().get(0);
    SavedDownload cancelled = open.withStage(SavedDownload.Stage.CANCELLED, 1, null);
    downloads.close();
    Downloads again = fresh();
    again.restore(
        new SavedState(
            1, 2, TransferLimits.NONE, List.of(), List.of(cancelled), List.of(), List.of()));
    assertThat(again.all()).isEmpty();
    assertThat(again.saved()).containsExactly(cancelled);
    agent.run();
    assertThat(again.saved()).isEmpty();
  }

  @Test
  void shouldLeaveTheFileWhenACompleteOneIsForgotten() throws Exception {
    Fetch fetch = add(link(1, "a"));
    node.downloads.get(0).complete(100);
    agent.run();
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> downloads.pause(fetch));
    assertThat(downloads.cancel(fetch).state()).isEqualTo(State.COMPLETE);
    assertThat(node.downloads).hasSize(1);
    assertThat(node.downloads.get(0).cancelled).isFalse();
  }

  @Test
  void shouldRefuseAWishThatMakesNoSense() {
    assertThatIllegalArgumentException().isThrownBy(DownloadRequest.of(" ")::check);
    assertThatIllegalArgumentException()
        .isThrownBy(request("a", "relative/path", "", -1)::check)
        .withMessageContaining("absolute");
    assertThatIllegalArgumentException().isThrownBy(request("a", "", "", -2)::check);
    assertThatIllegalArgumentException().isThrownBy(DownloadRequest.of("shoal:12")::check);
  }

  @Test
  void shouldForgetTheOldestWhenTooManyAreOver() throws Exception {
    for (int i = 0; i < SavedState.MOST_OVER + 5; i++) {
      add(link(i + 1, "f" + i));
      node.downloads.get(i).complete(1);
      agent.pass(1, TimeUnit.MILLISECONDS);
    }
    assertThat(downloads.saved()).hasSize(SavedState.MOST_OVER);
    assertThat(downloads.saved().get(0).id()).isEqualTo("d6");
  }
}
