package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.transport.TransportException;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupRegistrationsTest {
  private static final GroupId ONE = FakeTracker.group(1);
  private static final GroupId OTHER = FakeTracker.group(2);
  private static final FileId FILE = FakeTracker.file(1);
  private static final RegisteredInGroups DONE = RegisteredInGroups.getDefaultInstance();

  private static final Optional<TrackerVisit> HOME = new FakeTracker().self;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeTracker tracker = new FakeTracker();
  private final List<GroupId> forgotten = new ArrayList<>();
  private final GroupRegistrations registrations =
      new GroupRegistrations(
          channel.eventLoop(), tracker, tracker.keys, tracker.known, forgotten::add);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldTellWhatIsHeldAndWhatNotAnyMore() {
    tracker.answers(DONE);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, false);
    run();
    assertThat(told).isCompleted();
    tracker.answers(DONE);
    registrations.release(ONE, FILE);
    run();
    assertThat(last().getRegistrations(0).getGone()).isTrue();
    registrations.release(ONE, FILE);
    run();
    assertThat(tracker.asked).hasSize(2);
  }

  @Test
  void shouldTellOneThingAfterTheOtherAndOneGroupAtATime() {
    CompletableFuture<Object> first = new CompletableFuture<>();
    tracker.answers(first);
    registrations.hold(ONE, FILE, true);
    registrations.hold(OTHER, FILE, true);
    registrations.hold(ONE, FakeTracker.file(2), true);
    registrations.hold(OTHER, FakeTracker.file(2), false);
    run();
    assertThat(tracker.asked).hasSize(1);
    tracker.answers(DONE);
    tracker.answers(DONE);
    first.complete(DONE);
    run();
    assertThat(tracker.asked).hasSize(3);
    for (MessageLite asked : tracker.asked) {
      assertThat(((RegisterInGroups) asked).getRegistrationsList())
          .extracting(GroupRegistration::getGroupId)
          .containsOnly(((RegisterInGroups) asked).getRegistrations(0).getGroupId());
    }
  }

  @Test
  void shouldTellEverythingAgainWithANewSession() {
    tracker.answers(DONE);
    registrations.hold(ONE, FILE, true);
    run();
    tracker.answers(DONE);
    registrations.startAnew();
    run();
    assertThat(last().getReset()).isTrue();
    assertThat(last().getRegistrations(0).getComplete()).isTrue();
  }

  @Test
  void shouldHaveTheTrackerForgetWhatIsNotHeldAnyMoreWithANewSession() {
    tracker.answers(DONE);
    registrations.hold(ONE, FILE, true);
    run();
    tracker.answers(ErrorCode.NO_LEASE);
    registrations.release(ONE, FILE);
    run();
    tracker.answers(DONE);
    registrations.startAnew();
    run();
    assertThat(last().getReset()).isTrue();
    assertThat(last().getRegistrationsCount()).isZero();
  }

  @Test
  void shouldSayNothingWhenNothingWasEverHeld() {
    registrations.startAnew();
    run();
    assertThat(tracker.asked).isEmpty();
  }

  @Test
  void shouldForgetAGroupThatItsTrackerDoesNotKnowThisNodeIn() {
    tracker.finds(ONE);
    tracker.answers(ErrorCode.NOT_FOUND);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    assertThat(told).isCompletedExceptionally();
    assertThat(forgotten).containsExactly(ONE);
    registrations.again(ONE);
    run();
    assertThat(tracker.asked).hasSize(1);
  }

  @Test
  void shouldWaitForTheNextSessionWhenThisOneIsLost() {
    tracker.answers(ErrorCode.LOGIN_REQUIRED);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    assertThat(told).as("nobody waits for that").isCompletedExceptionally();
    assertThat(forgotten).isEmpty();
    tracker.answers(DONE);
    registrations.startAnew();
    run();
    assertThat(last().getRegistrationsCount()).isEqualTo(1);
  }

  @Test
  void shouldTellAnotherTrackerNothingOfTheGroupAndItsOwnAgainWhenThatIsBack() {
    tracker.answers(DONE);
    registrations.hold(ONE, FILE, true);
    run();
    another();
    assertThat(last().getRegistrationsCount()).isZero();
    CompletableFuture<Void> meanwhile = registrations.hold(ONE, FakeTracker.file(2), true);
    run();
    assertThat(meanwhile).isCompletedExceptionally();
    assertThat(tracker.asked).hasSize(2);
    tracker.self = HOME;
    tracker.answers(DONE);
    registrations.startAnew();
    run();
    assertThat(last().getRegistrationsCount()).isEqualTo(2);
    assertThat(forgotten).isEmpty();
  }

  @Test
  void shouldKeepTheWishWhenATrackerOfWhichItIsNotKnownDoesNotKnowTheGroup() {
    tracker.answers(ErrorCode.NOT_FOUND);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    assertThat(told).isCompletedExceptionally();
    assertThat(forgotten).isEmpty();
    tracker.answers(DONE);
    registrations.startAnew();
    run();
    assertThat(last().getRegistrationsCount()).isEqualTo(1);
  }

  @Test
  void shouldNotBelieveOfOneTrackerWhatWasAskedOfAnother() {
    tracker.finds(ONE);
    CompletableFuture<Object> late = new CompletableFuture<>();
    tracker.answers(late);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    registrations.startAnew();
    run();
    tracker.answers(DONE);
    late.completeExceptionally(new TransportException.Remote(ErrorCode.NOT_FOUND, "no"));
    run();
    assertThat(told).isCompleted();
    assertThat(forgotten).isEmpty();
  }

  @Test
  void shouldTellOfTheOtherGroupsWhenOneIsRefused() {
    tracker.finds(ONE);
    CompletableFuture<Object> first = new CompletableFuture<>();
    tracker.answers(first);
    registrations.hold(ONE, FILE, true);
    CompletableFuture<Void> other = registrations.hold(OTHER, FILE, true);
    run();
    tracker.answers(DONE);
    first.completeExceptionally(new TransportException.Remote(ErrorCode.NOT_FOUND, "no"));
    run();
    assertThat(forgotten).containsExactly(ONE);
    assertThat(other).isCompleted();
  }

  @Test
  void shouldTellOfTheOtherGroupsAndTryAgainWhenThereIsNoRoomForOne() {
    channel.freezeTime();
    tracker.answers(ErrorCode.LIMIT_EXCEEDED);
    tracker.answers(DONE);
    CompletableFuture<Void> refused = registrations.hold(ONE, FILE, true);
    CompletableFuture<Void> other = registrations.hold(OTHER, FILE, true);
    run();
    assertThat(refused).as("who waits is told").isCompletedExceptionally();
    assertThat(other).isCompleted();
    assertThat(tracker.asked).hasSize(2);
    tracker.answers(DONE);
    channel.advanceTimeBy(30, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    run();
    assertThat(tracker.asked).hasSize(3);
    assertThat(last().getRegistrations(0).getGroupId().toByteArray()).isEqualTo(ONE.toBytes());
  }

  @Test
  void shouldTryAgainWithoutAWordWhenNoAnswerComesInTime() {
    channel.freezeTime();
    CompletableFuture<Object> never = new CompletableFuture<>();
    tracker.answers(never);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    never.completeExceptionally(new TransportException.Timeout("no answer in time"));
    run();
    assertThat(told).isNotDone();
    tracker.answers(DONE);
    channel.advanceTimeBy(30, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    run();
    assertThat(told).isCompleted();
  }

  @Test
  void shouldAskNobodyWhenThereIsNoSession() {
    tracker.self = Optional.empty();
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    assertThat(told).isCompletedExceptionally();
    assertThat(tracker.asked).isEmpty();
    tracker.self = HOME;
    tracker.answers(DONE);
    registrations.startAnew();
    run();
    assertThat(last().getRegistrationsCount()).isEqualTo(1);
  }

  @Test
  void shouldTryAgainWhenTheTrackerIsBusy() {
    channel.freezeTime();
    tracker.answers(ErrorCode.BUSY);
    CompletableFuture<Void> told = registrations.hold(ONE, FILE, true);
    run();
    assertThat(told).isNotDone();
    tracker.answers(DONE);
    channel.advanceTimeBy(30, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    run();
    assertThat(told).isCompleted();
  }

  private void another() {
    tracker.isReplaced();
    tracker.answers(DONE);
    registrations.startAnew();
    run();
  }

  private void run() {
    channel.runPendingTasks();
  }

  private RegisterInGroups last() {
    return (RegisterInGroups) tracker.asked.get(tracker.asked.size() - 1);
  }
}
