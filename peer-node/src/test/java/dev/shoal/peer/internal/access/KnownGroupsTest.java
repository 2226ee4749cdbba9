package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.UntrustedException;
import dev.shoal.peer.internal.tracker.TrackerVisit;
import dev.shoal.protocol.GroupId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownGroupsTest {
  private static final GroupId GROUP = FakeTracker.group(1);
  private static final Optional<TrackerVisit> HOME = visit("home:7070", 0);
  private static final Optional<TrackerVisit> OTHER = visit("other:7070", 1);

  private final KnownGroups known = new KnownGroups();
  private Optional<TrackerVisit> here = HOME;

  KnownGroupsTest() {
    known.connect(() -> here);
  }

  @Test
  void shouldLeaveAGroupToTheTrackerThatShowedFirstThatItKnowsIt() throws ShoalException {
    known.found(GROUP, HOME);
    here = OTHER;
    assertThatThrownBy(() -> known.found(GROUP, OTHER)).isInstanceOf(UntrustedException.class);
    known.confirmed(GROUP, OTHER);
    assertThat(known.isElsewhere(GROUP)).isTrue();
    here = HOME;
    assertThat(known.isHere(GROUP)).isTrue();
    known.found(GROUP, HOME);
  }

  @Test
  void shouldNotBelieveAnAnswerWhenTheTrackerHasChangedSinceItWasAsked() {
    here = OTHER;
    assertThatThrownBy(() -> known.found(GROUP, HOME)).isInstanceOf(UnreachableException.class);
    known.confirmed(GROUP, HOME);
    assertThat(known.isNowhere(GROUP)).isTrue();
  }

  @Test
  void shouldNotBelieveAnAnswerWhenAnotherTrackerWasUsedMeanwhile() {
    here = visit("home:7070", 2);
    assertThatThrownBy(() -> known.found(GROUP, HOME)).isInstanceOf(UnreachableException.class);
  }

  @Test
  void shouldNotBelieveAnAnswerWhenNoTrackerWasToBeAsked() {
    here = Optional.empty();
    assertThatThrownBy(() -> known.found(GROUP, here)).isInstanceOf(UnreachableException.class);
    assertThat(known.isStill(here)).isFalse();
  }

  @Test
  void shouldKnowTheTrackerAgainWheneverItIsBack() throws ShoalException {
    known.found(GROUP, HOME);
    here = visit("home:7070", 2);
    assertThat(known.isHere(GROUP)).isTrue();
    assertThat(known.isElsewhere(GROUP)).isFalse();
  }

  @Test
  void shouldTakeAnotherTrackerForTheGroupOnlyWhenTheFirstDoesNotKnowItAnyMore()
      throws ShoalException {
    known.found(GROUP, HOME);
    known.forget(GROUP);
    here = OTHER;
    known.found(GROUP, OTHER);
    assertThat(known.isHere(GROUP)).isTrue();
  }

  private static Optional<TrackerVisit> visit(String tracker, int number) {
    return Optional.of(new TrackerVisit(tracker, number));
  }
}
