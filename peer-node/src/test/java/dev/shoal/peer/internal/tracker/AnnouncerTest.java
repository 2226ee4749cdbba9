package dev.shoal.peer.internal.tracker;

import static dev.shoal.peer.internal.tracker.FakeTrackers.lease;
import static dev.shoal.peer.internal.tracker.TrackerFailoverTest.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.transport.TransportException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a client tells a tracker when. */
class AnnouncerTest {
  private static final int SPREAD_MILLIS = 20_000;

  private final FakeTrackers trackers = new FakeTrackers(1);
  private final TrackerClient client = trackers.client();

  @Test
  void shouldRegisterAgainAtARandomMomentWhenTheTrackerWantsItSpread() {
    Set<Long> moments = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      FakeTrackers own = new FakeTrackers(1);
      registered(own, own.client());
      own.cut(0);
      own.opens(0, lease().setSpreadMillis(SPREAD_MILLIS));
      long millis = 0;
      while (own.connection(0).isQuiet() && millis < SPREAD_MILLIS) {
        own.pass(Duration.ofMillis(100));
        millis += 100;
      }
      moments.add(millis);
      assertThat(own.registers(0).getRegistrationsList()).containsExactly(file(1).registration());
    }
    assertThat(moments).hasSizeGreaterThan(10);
  }

  @Test
  void shouldTellAtOnceWhatTheApplicationWaitsForInSpiteOfTheSpread() {
    registered(trackers, client);
    trackers.cut(0);
    CompletableFuture<Void> during = client.announce(file(2));
    trackers.opens(0, lease().setSpreadMillis(SPREAD_MILLIS));
    isRegistered(file(2));
    assertThat(during).isCompleted();

    CompletableFuture<Void> after = client.announce(file(3));
    trackers.run();
    isRegistered(file(3));
    assertThat(after).isCompleted();

    trackers.pass(Duration.ofMillis(SPREAD_MILLIS));
    isRegistered(file(1));
    assertThat(trackers.connection(0).isQuiet()).isTrue();
  }

  @Test
  void shouldRegisterWhatIsStillHeldBackWhenTheSessionIsResumed() {
    heldBack(trackers, client, Integer.MAX_VALUE);
    lostAndBack(trackers, lease().setResumed(true));
    isRegistered(file(1));
    assertThat(trackers.connection(0).isQuiet()).isTrue();
  }

  @Test
  void shouldKeepToTheSpreadOfTheResumedSession() {
    heldBack(trackers, client, Integer.MAX_VALUE);
    lostAndBack(trackers, lease().setResumed(true).setSpreadMillis(SPREAD_MILLIS));
    trackers.pass(Duration.ofMillis(SPREAD_MILLIS));
    isRegistered(file(1));
    assertThat(trackers.connection(0).isQuiet()).isTrue();
  }

  @Test
  void shouldReleaseNothingAtTheMomentOfAnEarlierSession() {
    int early = 0;
    for (int i = 0; i < 20; i++) {
      FakeTrackers own = new FakeTrackers(1);
      TrackerClient ownClient = own.client();
      heldBack(own, ownClient, SPREAD_MILLIS);
      ownClient.announce(file(2));
      own.run();
      busy(own);
      lostAndBack(own, lease().setSpreadMillis(Integer.MAX_VALUE));
      own.pass(Duration.ofMillis(SPREAD_MILLIS));
      early += own.connection(0).isQuiet() ? 0 : 1;
    }
    assertThat(early).as("released by chance within a fifteenth of the time").isLessThan(15);
  }

  @Test
  void shouldRegisterTheRestWhileTheTrackerIsTooBusyToPublish() {
    for (int i = 0; i <= Limits.MAX_BATCH; i++) {
      client.announce(published(i));
    }
    trackers.opens(0, lease());
    refusesToPublish(ErrorCode.BUSY);
    assertThat(trackers.registers(0).getRegistrationsCount()).isEqualTo(Limits.MAX_BATCH);
    isRegistered(published(Limits.MAX_BATCH));
    assertThat(trackers.connection(0).isQuiet()).isTrue();

    trackers.pass(Duration.ofSeconds(1));
    assertThat(publishes()).hasSize(Limits.MAX_BATCH);
    assertThat(publishes()).hasSize(1);
    assertThat(trackers.connection(0).isQuiet()).isTrue();
  }

  @Test
  void shouldLetNobodyWaitForATrackerThatStaysTooBusyToPublish() {
    CompletableFuture<Void> known = client.announce(published(1));
    trackers.opens(0, lease());
    refusesToPublish(ErrorCode.BUSY);
    isRegistered(published(1));
    for (int i = 0; i < 3; i++) {
      assertThat(known).isNotDone();
      trackers.pass(Duration.ofSeconds(4));
      refusesToPublish(ErrorCode.BUSY);
    }
    assertThat(known).isCompletedExceptionally();
    trackers.pass(Duration.ofSeconds(8)); // before the first heartbeat
    assertThat(publishes()).containsExactly(published(1).publication());
  }

  @Test
  void shouldSayAtOnceWhenTheTrackerRefusesToPublishButRegister() {
    CompletableFuture<Void> known = client.announce(published(1));
    trackers.opens(0, lease());
    refusesToPublish(ErrorCode.INTERNAL);
    assertThat(known).isNotDone();
    isRegistered(published(1));
    assertThat(known).isCompletedExceptionally();

    CompletableFuture<Void> other = client.announce(file(2));
    trackers.run();
    isRegistered(file(2));
    assertThat(other).isCompleted();
  }

  @Test
  void shouldPublishInTheResumedSessionWhatTheTrackerWasTooBusyFor() {
    CompletableFuture<Void> known = client.announce(published(1));
    trackers.opens(0, lease());
    refusesToPublish(ErrorCode.BUSY);
    isRegistered(published(1));
    trackers.cut(0);
    trackers.opens(0, lease().setResumed(true));
    assertThat(publishes()).containsExactly(published(1).publication());
    assertThat(known).isCompleted();
    trackers.pass(Duration.ofSeconds(1));
    assertThat(trackers.connection(0).isQuiet()).isTrue();
  }

  @Test
  void shouldNotWaitWhenTheNodeHasJustStarted() {
    CompletableFuture<Void> known = client.announce(file(1));
    trackers.opens(0, lease().setSpreadMillis(SPREAD_MILLIS));
    isRegistered(file(1));
    assertThat(known).isCompleted();
  }

  @Test
  void shouldTellAllAtOnceAndFromAResetWhenOutOfStep() {
    registered(trackers, client);
    List<FrameKind> others =
        trackers.beats(0, Duration.ofSeconds(30), HeartbeatAck.getDefaultInstance());
    assertThat(others).isEmpty();
    Register register = trackers.registers(0);
    assertThat(register.getReset()).isTrue();
    assertThat(register.getRegistrationsList()).containsExactly(file(1).registration());
  }

  @Test
  void shouldTellABusyTrackerAgainLaterAndNothingElseMeanwhile() {
    CompletableFuture<Void> known = client.announce(file(1));
    trackers.opens(0, lease());
    busy();
    assertThat(trackers.connection(0).isQuiet()).isTrue();
    trackers.pass(Duration.ofSeconds(1));
    busy();
    trackers.pass(Duration.ofSeconds(2));
    assertThat(known).isNotDone();
    isRegistered(file(1));
    assertThat(known).isCompleted();
  }

  @Test
  void shouldLetNobodyWaitForATrackerThatStaysBusy() {
    CompletableFuture<Void> known = client.announce(file(1));
    trackers.opens(0, lease());
    for (int i = 0; i < 3; i++) {
      busy();
      assertThat(known).isNotDone();
      trackers.pass(Duration.ofSeconds(8));
    }
    busy();
    assertThat(known).isCompletedExceptionally();
    trackers.pass(Duration.ofSeconds(16));
    isRegistered(file(1));
  }

  @Test
  void shouldSayWhetherTheNodeCanBeDialledAsTheTrackerFindsOut() {
    trackers.opens(0, lease().setDialable(false));
    assertThat(client.status().dialable()).isFalse();
    beat(true);
    assertThat(client.status().dialable()).isTrue();
    beat(false);
    assertThat(client.status().dialable()).isFalse();
  }

  private void beat(boolean dialable) {
    trackers.beats(
        0,
        Duration.ofSeconds(30),
        HeartbeatAck.newBuilder().setInStep(true).setDialable(dialable).build());
  }

  private static void heldBack(FakeTrackers trackers, TrackerClient client, int spreadMillis) {
    registered(trackers, client);
    trackers.cut(0);
    trackers.opens(0, lease().setSpreadMillis(spreadMillis));
  }

  /** Lost so soon that the client rests before it connects again. */
  private static void lostAndBack(FakeTrackers trackers, Lease.Builder lease) {
    trackers.cut(0);
    trackers.pass(Duration.ofSeconds(1));
    trackers.opens(0, lease);
  }

  private void refusesToPublish(ErrorCode code) {
    trackers
        .next(0, FrameKind.PUBLISH)
        .answer()
        .completeExceptionally(new TransportException.Remote(code, "later"));
    trackers.run();
  }

  private List<PublishedFile> publishes() {
    Publish told = (Publish) trackers.answer(0, FrameKind.PUBLISH, Published.getDefaultInstance());
    return told.getFilesList();
  }

  private static Announcement published(int i) {
    return Announcement.complete(
        PublishedFile.newBuilder()
            .setFileId(file(i).registration().getFileId())
            .setName("file " + i)
            .build());
  }

  private void busy() {
    busy(trackers);
  }

  private static void busy(FakeTrackers trackers) {
    trackers
        .next(0, FrameKind.REGISTER)
        .answer()
        .completeExceptionally(new TransportException.Remote(ErrorCode.BUSY, "later"));
    trackers.run();
  }

  private void isRegistered(Announcement announcement) {
    List<Registration> told = trackers.registers(0).getRegistrationsList();
    assertThat(told).containsExactly(announcement.registration());
  }

  private static void registered(FakeTrackers trackers, TrackerClient client) {
    client.announce(file(1));
    trackers.opens(0, lease());
    trackers.registers(0);
  }
}
