package dev.shoal.peer.internal.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.access.GroupRegistrations;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.transport.RateLimit;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
  private static final GroupId ONE = FakeTracker.group(1);
  private static final GroupId OTHER = FakeTracker.group(2);

  @TempDir Path directory;
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeTracker tracker = new FakeTracker();
  private final Holdings holdings = new Holdings();
  private final FileHasher hasher = new FileHasher(Runnable::run, 1);
  private final Library library =
      new Library(
          holdings,
          new Watchers(),
          null,
          new GroupRegistrations(channel.eventLoop(), tracker, tracker.keys, group -> {}),
          List.of(),
          hasher,
          Runnable::run,
          RateLimit.of(0));
  private HashedFile file;
  private FileId fileId;

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
