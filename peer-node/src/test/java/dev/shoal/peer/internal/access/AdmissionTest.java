package dev.shoal.peer.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.CapabilityToken;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final GroupId GROUP = FakeTracker.group(1);
  private static final PeerId PEER = FakeTracker.peer(9);

  private final FakeTracker tracker = new FakeTracker().known();
  private final Admission admission = tracker.admission();
  private final CapabilityToken good = tracker.token(GROUP, PEER, 1, null);

  @Test
  void shouldTakeWhatTheTrackerSignedForWhoShowsIt() {
    assertThat(admission.judge(tracker.signed(good), PEER).join()).isEqualTo(good);
  }

  @Test
  void shouldRefuseAnotherNodesCapability() {
    denies(tracker.signed(good), FakeTracker.peer(8), "the capability is another node's");
  }

  @Test
  void shouldRefuseAnExpiredCapability() {
    tracker.pass(300_000);
    denies(tracker.signed(good), PEER, "the capability has expired");
  }

  @Test
  void shouldRefuseACapabilityThatIsNotGoodYet() {
    tracker.pass(400_000);
    CapabilityToken later = tracker.token(GROUP, PEER, 1, null);
    tracker.clock.measured(FakeTracker.START_MILLIS, tracker.clock.begin());
    denies(tracker.signed(later), PEER, "the capability is not good yet");
  }

  @Test
  void shouldRefuseACapabilityOfAnEarlierEpoch() {
    tracker.epochs.learned(GROUP, 2);
    denies(tracker.signed(good), PEER, "somebody has left the group since the capability was made");
  }

  @Test
  void shouldLearnALaterEpochFromWhatTheTrackerSigned() {
    admission.judge(tracker.signed(tracker.token(GROUP, PEER, 2, null)), PEER).join();
    denies(tracker.signed(good), PEER, "somebody has left the group since the capability was made");
  }

  @Test
  void shouldLearnNothingFromWhatSomebodyElseSigned() {
    FakeTracker stranger = new FakeTracker();
    ByteString forged = stranger.signed(stranger.token(GROUP, PEER, 99, null));
    denies(forged, PEER, "the capability is not signed by the tracker of the group");
    assertThat(admission.judge(tracker.signed(good), PEER).join()).isEqualTo(good);
  }

  @Test
  void shouldRefuseAnAlteredCapability() {
    byte[] bytes = tracker.signed(good).toByteArray();
    bytes[23] ^= 1; // another expiry
    denies(
        ByteString.copyFrom(bytes),
        PEER,
        "the capability is not signed by the tracker of the group");
  }

  @Test
  void shouldRefuseWhatIsNoCapability() {
    assertThatThrownBy(() -> admission.judge(ByteString.copyFromUtf8("let me in"), PEER).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void shouldAskForNewKeysWhenItDoesNotKnowTheOne() {
    FakeTracker rotated = new FakeTracker();
    rotated.keys.connect(rotated);
    rotated.answers(rotated.keySet());
    CapabilityToken token = rotated.token(GROUP, PEER, 1, null);
    assertThat(rotated.admission().judge(rotated.signed(token), PEER).join()).isEqualTo(token);
    assertThat(rotated.asked).hasSize(1);
  }

  @Test
  void shouldNotPesterTheTrackerForKeysThatItHasNot() {
    FakeTracker forgetful = new FakeTracker();
    forgetful.keys.connect(forgetful);
    ByteString token = forgetful.signed(forgetful.token(GROUP, PEER, 1, null));
    forgetful.answers(ErrorCode.BUSY);
    for (int i = 0; i < 3; i++) {
      assertThat(forgetful.admission().judge(token, PEER)).isCompletedExceptionally();
    }
    assertThat(forgetful.asked).hasSize(1);
    forgetful.pass(1000);
    forgetful.answers(forgetful.keySet());
    assertThat(forgetful.admission().judge(token, PEER).join().holder()).isEqualTo(PEER);
  }

  @Test
  void shouldBelieveTheGroupsOwnTrackerAloneWhateverOtherOneIsUsed() {
    tracker.finds(GROUP);
    FakeTracker other = new FakeTracker();
    tracker.isReplaced();
    tracker.pass(1000);
    tracker.answers(other.keySet());
    tracker.keys.refresh().join();
    assertThat(admission.judge(tracker.signed(good), PEER).join()).isEqualTo(good);
    denies(other.signed(good), PEER, "the capability is not signed by the tracker of the group");
  }

  @Test
  void shouldTakeNoKeysThatAnotherTrackerMayHaveAnsweredWith() {
    FakeTracker other = new FakeTracker();
    CompletableFuture<Object> later = new CompletableFuture<>();
    tracker.pass(1000);
    tracker.answers(later);
    CompletableFuture<Void> refreshed = tracker.keys.refresh();
    tracker.isReplaced();
    later.complete(other.keySet());
    assertThat(refreshed).isCompleted();
    denies(other.signed(good), PEER, "the capability is not signed by the tracker of the group");
    assertThat(admission.judge(tracker.signed(good), PEER).join()).isEqualTo(good);
  }

  private void denies(ByteString token, PeerId asker, String sentence) {
    assertThatThrownBy(() -> admission.judge(token, asker).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .hasMessage(sentence)
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
  }
}
