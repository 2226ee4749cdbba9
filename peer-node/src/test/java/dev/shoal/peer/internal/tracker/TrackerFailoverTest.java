package dev.shoal.peer.internal.tracker;

import static dev.shoal.peer.internal.tracker.FakeTrackers.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.TrackerStatus;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.RegistrationDigest;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One client and several trackers that come and go. */
class TrackerFailoverTest {
  private static final Announcement FILE = file(1);
  private static final HeartbeatAck IN_STEP =
      HeartbeatAck.newBuilder().setInStep(true).setDialable(true).build();
  private static final Duration LONG = Duration.ofMinutes(1);

  private final FakeTrackers trackers = new FakeTrackers(3);
  private final TrackerClient client = trackers.client();

  @Test
  void shouldGoOnToTheNextAtOnceWhenATrackerIsNotThere() {
    FakeTrackers others = new FakeTrackers(3);
    others.stops(0);
    others.stops(1);
    TrackerClient late = others.client();
    others.opens(2, lease());
    assertThat(others.dialled()).containsExactly(0, 1, 2);
    assertThat(late.status()).isEqualTo(new TrackerStatus("tracker2", true, true));
  }

  @Test
  void shouldTryTheSameTrackerAndThenTheNextAtOnceWhenOneIsLost() {
    registered();
    trackers.stops(0);
    trackers.cut(0);
    assertThat(trackers.dialled()).containsExactly(0, 1);
    assertThat(trackers.opens(1, lease())).as("its session is no other's").isEqualTo(fresh());
    assertThat(trackers.registers(1).getRegistrationsList()).containsExactly(FILE.registration());
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldBeAtTheSameTrackerUntilAnotherOneIsUsed() {
    assertThat(client.visit()).isEmpty();
    registered();
    Optional<TrackerVisit> first = client.visit();
    assertThat(first).map(TrackerVisit::tracker).hasValue("tracker0");
    trackers.cut(0);
    assertThat(client.visit()).isEmpty();
    trackers.opens(0, lease());
    assertThat(client.visit()).isEqualTo(first);

    trackers.stops(0);
    trackers.cut(0);
    trackers.pass(Duration.ofSeconds(5));
    trackers.opens(1, lease());
    assertThat(client.visit()).map(TrackerVisit::tracker).hasValue("tracker1");
    trackers.starts(0);
    trackers.stops(1);
    trackers.stops(2);
    trackers.cut(1);
    trackers.pass(Duration.ofSeconds(5));
    trackers.opens(0, lease());
    assertThat(client.visit())
        .isNotEqualTo(first)
        .map(TrackerVisit::tracker)
        .isEqualTo(first.map(TrackerVisit::tracker));
  }

  @Test
  void shouldRestOnlyWhenAllHaveFailed() {
    registered();
    trackers.stops(0);
    trackers.stops(1);
    trackers.stops(2);
    CompletableFuture<?> waiting = client.announce(file(2));
    trackers.run();
    trackers.cut(0);
    assertThat(trackers.dialled()).containsExactly(0, 1, 2);
    assertThat(waiting).as("nobody waits for the rest").isCompletedExceptionally();
    CompletableFuture<?> question = client.search(Search.getDefaultInstance());
    trackers.run();
    assertThat(question).isCompletedExceptionally();
    trackers.pass(Duration.ofMillis(400));
    assertThat(trackers.dialled()).isEmpty();
    trackers.pass(Duration.ofMillis(700));
    assertThat(trackers.dialled()).containsExactly(0, 1, 2);
  }

  @Test
  void shouldTryAtLeastEveryThirtySecondsForEver() {
    registered();
    for (int i = 0; i < 3; i++) {
      trackers.stops(i);
    }
    trackers.cut(0);
    trackers.pass(Duration.ofHours(1));
    trackers.dialled();
    trackers.pass(Duration.ofSeconds(31));
    assertThat(trackers.dialled()).contains(0, 1, 2);
  }

  @Test
  void shouldExchangeHeartbeatsOnlyWhenResumedUnchanged() {
    registered();
    trackers.cut(0);
    OpenLease again = trackers.opens(0, lease().setResumed(true));
    assertThat(again.getSession()).isEqualTo(77);
    assertThat(again.getSecret()).isEqualTo(FakeTrackers.SECRET);
    assertThat(again.getDigest()).isEqualTo(RegistrationDigest.of(FILE.registration()));
    assertThat(trackers.beats(0, Duration.ofMinutes(10), IN_STEP)).isEmpty();
    assertThat(trackers.dialled()).containsExactly(0);
  }

  @Test
  void shouldResumeAfterARestWithinAMinuteOfTheLoss() {
    registered();
    allAreAwayFor(Duration.ofSeconds(20));
    assertThat(trackers.opens(0, lease().setResumed(true)).getSession()).isEqualTo(77);
    assertThat(trackers.connection(0).isQuiet()).isTrue();
  }

  @Test
  void shouldOpenANewSessionWhenTheLossIsMoreThanAMinuteAgo() {
    registered();
    allAreAwayFor(LONG);
    assertThat(trackers.opens(0, lease())).isEqualTo(fresh());
    assertThat(trackers.registers(0).getRegistrationsList()).containsExactly(FILE.registration());
  }

  @Test
  void shouldGoBackToTheFirstTrackerWithinAMinute() {
    registered();
    trackers.stops(0);
    trackers.cut(0);
    trackers.opens(1, lease());
    trackers.registers(1);
    trackers.dialled();
    assertThat(trackers.beats(1, LONG, IN_STEP)).isEmpty();
    assertThat(trackers.dialled()).as("it is still away").containsExactly(0);

    trackers.starts(0);
    trackers.beats(1, LONG, IN_STEP);
    assertThat(client.status().tracker()).as("not before there is a lease").isEqualTo("tracker1");
    trackers.opens(0, lease());
    trackers.registers(0);
    trackers.answer(1, FrameKind.GOODBYE, GoodbyeAck.getDefaultInstance());
    trackers.cut(1);
    assertThat(client.status()).isEqualTo(new TrackerStatus("tracker0", true, true));
    trackers.dialled();
    assertThat(trackers.beats(0, LONG, IN_STEP)).isEmpty();
    assertThat(trackers.dialled()).isEmpty();
  }

  @Test
  void shouldAskTheNextTrackerWhenAQuestionIsLost() {
    registered();
    CompletableFuture<SearchResults> results = client.search(Search.getDefaultInstance());
    trackers.next(0, FrameKind.SEARCH);
    trackers.stops(0);
    trackers.cut(0);
    trackers.opens(1, lease());
    trackers.answer(1, FrameKind.SEARCH, SearchResults.getDefaultInstance());
    assertThat(results).isCompletedWithValue(SearchResults.getDefaultInstance());
  }

  @Test
  void shouldNotDialInALoopWhenATrackerDropsEveryConnection() {
    for (int i = 1; i < 3; i++) {
      trackers.stops(i);
    }
    trackers.opens(0, lease());
    trackers.cut(0);
    trackers.opens(0, lease());
    trackers.cut(0);
    assertThat(trackers.dialled()).containsExactly(0, 0, 1, 2);
  }

  private void registered() {
    CompletableFuture<Void> known = client.announce(FILE);
    trackers.opens(0, lease());
    trackers.registers(0);
    assertThat(known).isCompleted();
    trackers.dialled();
  }

  private void allAreAwayFor(Duration time) {
    for (int i = 0; i < 3; i++) {
      trackers.stops(i);
    }
    trackers.cut(0);
    trackers.pass(time);
    trackers.starts(0);
    trackers.pass(Duration.ofSeconds(31));
  }

  private static OpenLease fresh() {
    return OpenLease.newBuilder()
        .setListenPort(FakeTrackers.LISTEN_PORT)
        .setListensEverywhere(true)
        .build();
  }

  static Announcement file(int i) {
    return Announcement.complete(
        FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(i).array()));
  }
}
