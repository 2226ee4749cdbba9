package dev.shoal.tracker.internal.access;

import static dev.shoal.tracker.internal.store.SomeCommands.NOW;
import static dev.shoal.tracker.internal.store.SomeCommands.account;
import static dev.shoal.tracker.internal.store.SomeCommands.group;
import static dev.shoal.tracker.internal.store.SomeCommands.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.PublishFiles;
import dev.shoal.tracker.internal.state.PublishToGroup;
import dev.shoal.tracker.internal.store.InstantCommitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessCommandsTest {
  private final InstantCommitter committer = new InstantCommitter();
  private final AccessView view = new AccessView();
  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final AccessCommands commands = new AccessCommands(view, committer, () -> NOW, loop::add);

  @AfterEach
  void close() {
    committer.close();
  }

  @Test
  void shouldShowChangeBeforeItIsAcknowledged() {
    commands.submit(account("Ann")).thenRun(() -> assertThat(view.account("ann")).isNotNull());

    assertThat(view.account("ann")).isNotNull().extracting(Account::createdMillis).isEqualTo(NOW);
  }

  @Test
  void shouldFailWithReasonWhenCommandIsRefused() {
    commands.submit(account("Ann"));

    assertFailed(commands.submit(account("ann")), ErrorCode.CONFLICT);
  }

  @Test
  void shouldFailWithReasonWhenDiskFails() {
    committer.failWith(ErrorCode.INTERNAL);

    assertFailed(commands.submit(account("ann")), ErrorCode.INTERNAL);
    assertThat(view.account("ann")).isNull();
  }

  @Test
  void shouldFailWithReasonWhenNothingIsTaken() {
    AccessCommands busy =
        new AccessCommands(
            view,
            (command, reply) -> {
              throw new ProtocolException(ErrorCode.BUSY, "too much");
            },
            () -> NOW,
            loop::add);

    assertFailed(busy.submit(account("ann")), ErrorCode.BUSY);
  }

  @Test
  void shouldFollowInSlicesAndInOrderWhenMuchHasChanged() {
    commands.submit(account("ann"));
    commands.submit(group("ann", "friends", 1));
    PublishToGroup.Builder many = PublishToGroup.newBuilder().setUser("ann").setGroup("friends");
    for (int i = 0; i < 500; i++) {
      many.addFiles(
          PublishFiles.File.newBuilder().setFileId(id(i)).setName("file " + i).setLength(i));
    }

    CompletableFuture<Outcome> published =
        commands.submit(Command.newBuilder().setPublishToGroup(many));
    CompletableFuture<Outcome> later = commands.submit(account("ben"));

    assertThat(published).isNotDone();
    assertThat(friends().files()).hasSizeBetween(1, 499);
    assertThat(view.account("ben")).isNull();
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
    assertThat(published).isCompleted();
    assertThat(later).isCompleted();
    assertThat(friends().files()).hasSize(500);
  }

  private Group friends() {
    return Objects.requireNonNull(view.group("friends"));
  }

  private static void assertFailed(CompletableFuture<Outcome> answer, ErrorCode code) {
    assertThat(answer)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
