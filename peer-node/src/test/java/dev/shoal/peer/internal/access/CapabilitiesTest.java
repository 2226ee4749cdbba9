package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.Capability;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static final GroupId GROUP = FakeTracker.group(1);
  private static final PeerId PEER = FakeTracker.peer(9);

  private final FakeTracker tracker = new FakeTracker();
  private final Capabilities capabilities =
      new Capabilities(
          tracker,
          tracker.clock,
          tracker.epochs,
          tracker.known,
          () -> tracker.user,
          tracker::nanos);

  @Test
  void shouldAskOnceForWhatManyWant() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    tracker.answers(later);
    var first = capabilities.current(GROUP);
    var second = capabilities.current(GROUP);
    later.complete(capability(GROUP, 1));
    assertThat(first.join()).isEqualTo(second.join()).isEqualTo(current());
    assertThat(tracker.asked).hasSize(1);
  }

  @Test
  void shouldTakeAnotherOneWhenHalfOfItsLifeIsOver() {
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held first = current();
    tracker.pass(149_999);
    assertThat(current()).isEqualTo(first);
    tracker.pass(1);
    tracker.answers(capability(GROUP, 1));
    assertThat(current()).isNotEqualTo(first);
  }

  @Test
  void shouldTakeAnotherOneWhenSomebodyLeft() {
    tracker.answers(capability(GROUP, 1));
    current();
    tracker.epochs.learned(GROUP, 2);
    tracker.answers(capability(GROUP, 2));
    assertThat(current().token().epoch()).isEqualTo(2);
    assertThat(tracker.asked).hasSize(2);
  }

  @Test
  void shouldTakeAnotherOneWhenItIsNotAccepted() {
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held refused = current();
    tracker.pass(1);
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held newer = capabilities.newerThan(refused, GROUP).join();
    assertThat(newer).isNotEqualTo(refused);
    assertThat(capabilities.newerThan(refused, GROUP).join()).isEqualTo(newer);
    assertThat(tracker.asked).hasSize(2);
  }

  @Test
  void shouldMakeDoWithTheOneThereIsWhenTheTrackerIsBusy() {
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held first = current();
    tracker.pass(200_000);
    tracker.answers(ErrorCode.BUSY);
    assertThat(current()).isEqualTo(first);
    assertThat(current()).isEqualTo(first);
    assertThat(tracker.asked).hasSize(2);
    tracker.pass(1000);
    tracker.answers(capability(GROUP, 1));
    assertThat(current()).isNotEqualTo(first);
  }

  @Test
  void shouldHaveNoneWhenTheTrackerRefuses() {
    tracker.answers(capability(GROUP, 1));
    current();
    tracker.pass(200_000);
    tracker.answers(ErrorCode.NOT_FOUND);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::current)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(NotFoundException.class);
    }
    assertThat(tracker.asked).as("a refusal stands for a moment").hasSize(2);
    tracker.pass(1000);
    tracker.answers(capability(GROUP, 1));
    current();
  }

  @Test
  void shouldNotUseThatOfAnotherUser() {
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held first = current();
    tracker.user = Optional.of("bob");
    tracker.answers(ErrorCode.NOT_FOUND);
    assertThatThrownBy(this::current).hasCauseInstanceOf(NotFoundException.class);
    tracker.user = Optional.of("ann");
    tracker.pass(1);
    tracker.answers(capability(GROUP, 1));
    assertThat(current()).as("hers is forgotten").isNotEqualTo(first);
  }

  @Test
  void shouldNotUseItWhenNobodyIsLoggedIn() {
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held first = current();
    tracker.user = Optional.empty();
    tracker.answers(ErrorCode.LOGIN_REQUIRED);
    assertThatThrownBy(this::current).hasCauseInstanceOf(DeniedException.class);
    tracker.user = Optional.of("ann");
    assertThat(current()).as("a login that is taken up again").isEqualTo(first);
  }

  @Test
  void shouldAskNoOtherTrackerThanTheGroups() {
    tracker.finds(GROUP);
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held first = current();
    tracker.isReplaced();
    tracker.pass(200_000);
    assertThat(current()).isEqualTo(first);
    tracker.pass(200_000);
    assertThatThrownBy(this::current).hasCauseInstanceOf(UnreachableException.class);
    assertThat(tracker.asked).hasSize(1);
  }

  @Test
  void shouldNotBelieveWhatAnotherTrackerMayHaveAnswered() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    tracker.answers(later);
    var asked = capabilities.current(GROUP);
    tracker.isReplaced();
    later.complete(capability(GROUP, 9));
    assertThatThrownBy(asked::join).hasCauseInstanceOf(UnreachableException.class);
    assertThat(tracker.epochs.isCurrent(GROUP, 1)).isTrue();
  }

  @Test
  void shouldNotTakeOneForAnotherGroup() {
    tracker.answers(capability(FakeTracker.group(2), 1));
    assertThatThrownBy(this::current).hasCauseInstanceOf(ShoalException.class);
  }

  @Test
  void shouldNotShowTheSecretWhenPrinted() {
    tracker.answers(capability(GROUP, 1));
    Capabilities.Held held = current();
    assertThat(held.toString()).doesNotContain("bytes");
  }

  private Capabilities.Held current() {
    return capabilities.current(GROUP).join();
  }

  private Capability capability(GroupId group, long epoch) {
    return Capability.newBuilder()
        .setToken(tracker.signed(tracker.token(group, PEER, epoch, null)))
        .setNowMillis(tracker.millis())
        .build();
  }
}
