package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.access.GroupRegistrations;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.SharedChannel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryTest {
  private static final GroupId ONE = FakeTracker.group(1);
  private static final GroupId OTHER = FakeTracker.group(2);

  @TempDir Path directory;
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeTracker tracker = new FakeTracker();
  private final Holdings holdings = new Holdings();
  private final FileHasher hasher = new FileHasher(Runnable::run, 1);
  private final Library library = library(tracker);

  /** A tracker that does not always do as it is told, and a library that has none but that. */
  private final FakeTracker refusing = new FakeTracker();

  private final Library overRefusing = library(refusing);
  private final List<PartialHolding> parts = new ArrayList<>();
  private HashedFile file;
  private FileId fileId;

  private Library library(FakeTracker told) {
    return new Library(
        holdings,
        new Watchers(),
        null,
        new GroupRegistrations(channel.eventLoop(), told, told.keys, told.known, group -> {}),
        List.of(),
        hasher,
        Runnable::run,
        RateLimit.of(0));
  }

  @BeforeEach
  void write() throws Exception {
    file = hasher.hash(Files.writeString(directory.resolve("plan"), "a plan"), more -> {}).join();
    fileId = file.manifest().fileId();
    for (int i = 0; i < 20; i++) {
      tracker.answers(RegisteredInGroups.getDefaultInstance());
    }
  }

  @AfterEach
  void close() {
    library.close();
    parts.forEach(PartialHolding::close);
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldHoldForTheMembersOfAllGroupsInWhichAFileIsShared() {
    share(ONE);
    share(OTHER);
    assertThat(audience()).isEqualTo(Audience.ofGroups(Set.of(ONE, OTHER)));
  }

  @Test
  void shouldHoldForEverybodyWhatIsSharedPubliclyToo() {
    share(ONE);
    share();
    assertThat(audience()).isEqualTo(new Audience(true, Set.of(ONE)));
    library.withdraw(ONE, fileId);
    assertThat(audience()).isEqualTo(Audience.ofEverybody());
  }

  @Test
  void shouldStayPublicWhenSharedInAGroupToo() {
    share();
    share(ONE);
    assertThat(audience().everybody()).isTrue();
  }

  @Test
  void shouldTellOneThatIsReplacedFromOneThatIsServedNoMore() {
    ServedFile first = share(ONE);
    ServedFile second = share(OTHER);
    assertThat(first.stopped()).isCompleted();
    assertThat(first.isReplaced()).isTrue();
    assertThat(second.isReplaced()).isFalse();
    library.withdraw(ONE, fileId);
    library.withdraw(OTHER, fileId);
    assertThat(second.stopped()).isCompleted();
    assertThat(second.isReplaced()).isFalse();
  }

  @Test
  void shouldServeAFileNoMoreWhenItIsUnsharedInItsLastGroup() {
    ServedFile shared = share(ONE, OTHER);
    library.withdraw(ONE, fileId);
    assertThat(audience()).isEqualTo(Audience.ofGroup(OTHER));
    assertThat(shared.stopped()).isNotDone();
    library.withdraw(OTHER, fileId);
    assertThat(holdings.find(fileId)).isNull();
    assertThat(shared.stopped()).isCompleted();
    assertThat(told().getGone()).isTrue();
  }

  @Test
  void shouldSayWhyWhenItsLastGroupIsLeft() {
    ServedFile shared = share(ONE);
    library.withdrawAll(ONE);
    assertThat(holdings.find(fileId)).isNull();
    assertThat(shared.stopped()).isCompletedExceptionally();
  }

  @Test
  void shouldHoldWhatWasDownloadedForThoseFromWhomItCame() {
    library.keep(file, "plan", Audience.ofGroup(ONE));
    assertThat(audience()).isEqualTo(Audience.ofGroup(ONE));
    assertThat(told().getComplete()).isTrue();
  }

  @Test
  void shouldLeaveAsItIsWhatTheUserSharesWhenItIsDownloadedToo() {
    share(ONE);
    library.keep(file, "plan", Audience.ofEverybody());
    assertThat(audience()).isEqualTo(Audience.ofGroup(ONE));
  }

  /**
   * What somebody does with one file, one thing after the other, and for whom it is held then. Only
   * a share widens that.
   */
  @ParameterizedTest
  @CsvSource({
    "keep *, *",
    "keep *; keep 1, *",
    "keep 1; keep *, 1",
    "keep 1; keep 2, 1",
    "part *; keep *, *",
    "part *; keep 1, 1",
    "part 1; keep *, 1",
    "part 1; keep 1, 1",
    "part 1; keep 2, nobody",
    "part *; part 1; keep *, *",
    "share *; keep 1, *",
    "share 1; keep *, 1",
    "keep 1; share *, * 1",
    "keep *; share 1, * 1",
    "share 1; share 2; unshare 1; keep 1, 2",
    "share *; share 1; unshare 1, *",
    "part 1; unshare 1; keep part, nobody",
    "share 1; unshare 1; keep *, *",
  })
  void shouldHoldForNoMoreThanAreMeant(String story, String audience) throws Exception {
    for (String step : story.split("; ", -1)) {
      String[] words = step.split(" ", -1);
      Audience meant = words[1].equals("part") ? lastPart().audience() : audienceOf(words[1]);
      switch (words[0]) {
        case "part" -> addPart(meant);
        case "keep" -> library.keep(file, "plan", meant);
        case "share" -> share(meant);
        default -> meant.groups().forEach(group -> library.withdraw(group, fileId));
      }
      channel.runPendingTasks();
    }
    assertThat(
            library.find(fileId).map(ServedFile::audience).map(LibraryTest::text).orElse("nobody"))
        .isEqualTo(audience);
  }

  private void addPart(Audience audience) throws Exception {
    PartialHolding part =
        new PartialHolding(
            file.manifest(),
            "plan",
            audience,
            SharedChannel.open(file.path()),
            ChunkSet.empty(1),
            RateLimit.of(0));
    parts.add(part);
    library.addPart(part, ChunkSet.empty(1));
  }

  private PartialHolding lastPart() {
    return parts.get(parts.size() - 1);
  }

  private void share(Audience audience) {
    if (audience.everybody()) {
      share();
    } else {
      share(audience.groups().toArray(GroupId[]::new));
    }
  }

  private static Audience audienceOf(String word) {
    return word.equals("*")
        ? Audience.ofEverybody()
        : Audience.ofGroup(FakeTracker.group(Integer.parseInt(word)));
  }

  private static String text(Audience audience) {
    List<String> words = new ArrayList<>(audience.everybody() ? List.of("*") : List.of());
    audience.groups().forEach(group -> words.add(String.valueOf(group.toBytes()[0])));
    return String.join(" ", words);
  }

  @Test
  void shouldServeThePartOfADownloadToNobodyWhenItIsForNobody() throws Exception {
    addPart(Audience.ofGroups(Set.of()));
    assertThat(holdings.find(fileId)).isNull();
  }

  @Test
  void shouldNotShareInGroupsWhatTheTrackerRefusesToKnowThere() {
    refusing.answers(ErrorCode.LIMIT_EXCEEDED);
    var refused = overRefusing.share(file, "plan", ShareOptions.defaults(), Set.of(ONE));
    channel.runPendingTasks();
    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(refused::join).hasCauseInstanceOf(ShoalException.class);
    assertThat(holdings.find(fileId)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void shouldShareInAGroupIfEitherOfTwoSharesAtOnceIsTaken(boolean first, boolean second) {
    List<Boolean> taken = List.of(first, second);
    taken.forEach(
        each ->
            refusing.answers(
                each ? RegisteredInGroups.getDefaultInstance() : ErrorCode.LIMIT_EXCEEDED));
    List<CompletableFuture<ServedFile>> shares =
        taken.stream()
            .map(each -> overRefusing.share(file, "plan", ShareOptions.defaults(), Set.of(ONE)))
            .toList();
    channel.runPendingTasks();
    channel.advanceTimeBy(1, TimeUnit.MINUTES); // after a refusal it rests
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
    assertThat(shares).allMatch(CompletableFuture::isDone);
    boolean any = shares.stream().anyMatch(each -> !each.isCompletedExceptionally());
    assertThat(holdings.find(fileId) != null).isEqualTo(any);
  }

  @Test
  void shouldShareInGroupsWhenTheTrackerIsAway() {
    refusing.self = Optional.empty();
    var shared = overRefusing.share(file, "plan", ShareOptions.defaults(), Set.of(ONE));
    channel.runPendingTasks();
    assertThat(shared).isCompleted();
    assertThat(holdings.find(fileId)).isNotNull();
  }

  @Test
  void shouldBeThereForThoseAloneForWhomItIsHeld() throws Exception {
    share(ONE);
    assertThat(holdings.find(fileId, tracker.grants())).isNull();
    share();
    assertThat(holdings.find(fileId, tracker.grants())).isNotNull();
    assertThat(holdings.find(fileId, tracker.grants((asker, id) -> false))).isNull();
  }

  private void share() {
    library.share(file, "plan", ShareOptions.defaults());
    channel.runPendingTasks();
  }

  private ServedFile share(GroupId... groups) {
    var shared = library.share(file, "plan", ShareOptions.defaults(), Set.of(groups));
    channel.runPendingTasks();
    return shared.join();
  }

  private Audience audience() {
    return library.find(fileId).orElseThrow().audience();
  }

  /** What the tracker was told last. */
  private GroupRegistration told() {
    channel.runPendingTasks();
    RegisterInGroups last = (RegisterInGroups) tracker.asked.get(tracker.asked.size() - 1);
    return last.getRegistrations(0);
  }
}
