package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final GroupId GROUP = FakeTracker.group(1);
  private static final GroupId OTHER = FakeTracker.group(2);
  private static final PeerId PEER = FakeTracker.peer(9);
  private static final FileId FILE = FakeTracker.file(1);

  private final FakeTracker tracker = new FakeTracker().known();
  private final Grants grants = tracker.grants();

  @Test
  void shouldPermitWhatIsForEverybodyAndNothingElse() {
    assertThat(grants.permits(Audience.ofEverybody(), FILE)).isTrue();
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isFalse();
  }

  @Test
  void shouldPermitTheFilesOfAGroupForWhichACapabilityWasShown() throws Exception {
    grants.add(tracker.token(GROUP, PEER, 1, null));
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isTrue();
    assertThat(grants.permits(Audience.ofGroups(Set.of(OTHER, GROUP)), FILE)).isTrue();
    assertThat(grants.permits(Audience.ofGroup(OTHER), FILE)).isFalse();
  }

  @Test
  void shouldPermitThatFileAloneForWhichACapabilityWasShown() throws Exception {
    grants.add(tracker.token(GROUP, PEER, 1, FILE));
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isTrue();
    assertThat(grants.permits(Audience.ofGroup(GROUP), FakeTracker.file(2))).isFalse();
  }

  @Test
  void shouldPermitNothingAnyMoreWhenItExpires() throws Exception {
    grants.add(tracker.token(GROUP, PEER, 1, null));
    assertThat(grants.nextEndMillis()).hasValue(tracker.millis() + 300_000);
    tracker.pass(299_999);
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isTrue();
    tracker.pass(1);
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isFalse();
    grants.dropEnded();
    assertThat(grants.nextEndMillis()).isEmpty();
  }

  @Test
  void shouldPermitNothingAnyMoreWhenSomebodyLeft() throws Exception {
    grants.add(tracker.token(GROUP, PEER, 1, null));
    tracker.epochs.learned(GROUP, 2);
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isFalse();
    grants.add(tracker.token(GROUP, PEER, 2, null));
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isTrue();
  }

  @Test
  void shouldKeepTheLaterOneWhenAnEarlierOneIsShownAgain() throws Exception {
    var earlier = tracker.token(GROUP, PEER, 1, null);
    tracker.pass(200_000);
    grants.add(tracker.token(GROUP, PEER, 1, null));
    grants.add(earlier);
    tracker.pass(200_000);
    assertThat(grants.permits(Audience.ofGroup(GROUP), FILE)).isTrue();
  }

  @Test
  void shouldPermitNothingThatTheApplicationRefuses() {
    Grants refused = tracker.grants((asker, fileId) -> !fileId.equals(FILE));
    assertThat(refused.permits(Audience.ofEverybody(), FILE)).isFalse();
    assertThat(refused.permits(Audience.ofEverybody(), FakeTracker.file(2))).isTrue();
  }

  @Test
  void shouldPermitNothingWhenTheApplicationFails() {
    Grants failing =
        tracker.grants(
            (asker, fileId) -> {
              throw new IllegalStateException("a mistake");
            });
    assertThat(failing.permits(Audience.ofEverybody(), FILE)).isFalse();
  }

  @Test
  void shouldTakeSoManyAndNoMore() throws Exception {
    for (int i = 0; i < Grants.MOST; i++) {
      grants.add(tracker.token(GROUP, PEER, 1, FakeTracker.file(i + 1)));
    }
    grants.add(tracker.token(GROUP, PEER, 1, FILE)); // in place of the one there is
    assertThatThrownBy(() -> grants.add(tracker.token(OTHER, PEER, 1, null)))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    tracker.pass(300_000);
    grants.add(tracker.token(OTHER, PEER, 1, null));
    assertThat(grants.permits(Audience.ofGroup(OTHER), FILE)).isTrue();
  }
}
