package dev.shoal.peer.internal.tracker;

import static dev.shoal.peer.internal.tracker.FakeTrackers.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.access.FakeTracker;
import dev.shoal.peer.internal.hash.FileHasher;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.serve.Holdings;
import dev.shoal.peer.internal.serve.Library;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.peer.internal.serve.Watchers;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker that refuses to list a file: then it is for whom it was before, and nobody else. */
class RefusedShareTest {
  private static final GroupId GROUP = FakeTracker.group(1);

  @TempDir Path directory;
  private final FakeTrackers trackers = new FakeTrackers(1);
  private final TrackerClient client = trackers.client();
  private final FileHasher hasher = new FileHasher(Runnable::run, 1);
  private final Library library =
      new Library(
          new Holdings(),
          new Watchers(),
          client,
          null,
          List.of(),
          hasher,
          Runnable::run,
          RateLimit.of(0));
  private HashedFile file;

  @BeforeEach
  void write() throws Exception {
    file = hasher.hash(Files.writeString(directory.resolve("plan"), "a plan"), more -> {}).join();
    trackers.opens(0, lease());
  }

  @AfterEach
  void close() {
    library.close();
  }

  @Test
  void shouldNotBeServedWhenItWasForNobodyBefore() {
    isRefused();
    assertThat(audience()).isEmpty();
  }

  @Test
  void shouldBeServedToMembersWhenItWasForTheseBefore() {
    shareInGroup().join();
    isRefused();
    assertThat(audience()).contains(Audience.ofGroup(GROUP));
  }

  @Test
  void shouldBeServedToEverybodyWhenItWasForEverybodyBefore() {
    share();
    trackers.answer(0, FrameKind.PUBLISH, Published.getDefaultInstance());
    trackers.answer(0, FrameKind.REGISTER, Registered.getDefaultInstance());
    CompletableFuture<ServedFile> again = share();
    refuse();
    trackers.answer(0, FrameKind.REGISTER, Registered.getDefaultInstance());
    assertThat(again).isCompletedExceptionally();
    assertThat(audience()).contains(Audience.ofEverybody());
  }

  @Test
  void shouldBeServedToMembersWhenItWasSharedWithTheseMeanwhile() {
    CompletableFuture<ServedFile> shared = share();
    CompletableFuture<ServedFile> inGroup = shareInGroup();
    assertThat(inGroup).isCompleted();
    refuseAndTakeBack();
    assertThat(shared).isCompletedExceptionally();
    assertThat(audience()).contains(Audience.ofGroup(GROUP));
  }

  @Test
  void shouldNotBeServedWhenTwoSharesAtOnceAreRefused() {
    CompletableFuture<ServedFile> first = share();
    CompletableFuture<ServedFile> second = share();
    refuse();
    trackers.answer(0, FrameKind.REGISTER, Registered.getDefaultInstance());
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
    assertThat(audience()).isEmpty();
  }

  private CompletableFuture<ServedFile> shareInGroup() {
    return library.share(file, "plan", ShareOptions.defaults(), Set.of(GROUP));
  }

  /** Publishing is refused; it is then taken back that the file is registered. */
  private void isRefused() {
    CompletableFuture<ServedFile> shared = share();
    refuseAndTakeBack();
    assertThatThrownBy(shared::join).hasCauseInstanceOf(DeniedException.class);
  }

  private void refuseAndTakeBack() {
    refuse();
    trackers.answer(0, FrameKind.REGISTER, Registered.getDefaultInstance());
    trackers.answer(0, FrameKind.UNREGISTER, Unregistered.getDefaultInstance());
  }

  private CompletableFuture<ServedFile> share() {
    CompletableFuture<ServedFile> shared = library.share(file, "plan", ShareOptions.defaults());
    trackers.run();
    return shared;
  }

  private void refuse() {
    trackers
        .next(0, FrameKind.PUBLISH)
        .answer()
        .completeExceptionally(new TransportException.Remote(ErrorCode.DENIED, "not for you"));
    trackers.run();
  }

  private Optional<Audience> audience() {
    return library.find(file.manifest().fileId()).map(ServedFile::audience);
  }
}
