package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.PeerNode;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unsubscribe;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a download makes of the news that a tracker sends it. */
@Timeout(120)
class SubscriptionIT {
  private static final DownloadOptions PATIENT =
      DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60));
  private static final Sources SUBSCRIBED = Sources.newBuilder().setSubscribed(true).build();

  @TempDir Path directory;

  @Test
  void shouldBeginWhenTheTrackerTellsOfTheFirstSeederWithoutAskingAgain() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(0).start();
        ScriptedTracker tracker = new ScriptedTracker().onQuery(query -> SUBSCRIBED);
        ScriptedPeer seeder = swarm.scripted();
        PeerNode node = swarm.settings("node").tracker(tracker.address()).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0), PATIENT);
      Await.until("it asks", () -> tracker.queries().size() == 1);
      tracker.seederCame(swarm.fileId(), seeder.address());
      Await.result(download.completion());
      swarm.isIdentical(swarm.copy(0));
      assertThat(tracker.queries()).singleElement().matches(Query::getSubscribe);
      Await.until("it unsubscribes", () -> tracker.notices().size() == 1);
      assertThat(tracker.notices())
          .containsExactly(
              Unsubscribe.newBuilder()
                  .setFileId(ByteString.copyFrom(swarm.fileId().toBytes()))
                  .build());
    }
  }

  @Test
  void shouldAskAgainWhenTheSubscriptionIsOver() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(0).start();
        ScriptedTracker tracker = new ScriptedTracker();
        ScriptedPeer seeder = swarm.scripted();
        PeerNode node = swarm.settings("node").tracker(tracker.address()).build()) {
      tracker.onQuery(
          query ->
              tracker.queries().isEmpty()
                  ? SUBSCRIBED
                  : Sources.newBuilder()
                      .setSeedersV4(ScriptedTracker.packed(seeder.address()))
                      .setSeederCount(1)
                      .build());
      Download download = node.download(swarm.fileId(), swarm.copy(0), PATIENT);
      Await.until("it asks", () -> tracker.queries().size() == 1);
      tracker.tell(
          SwarmUpdate.newBuilder()
              .setFileId(ByteString.copyFrom(swarm.fileId().toBytes()))
              .setLast(true)
              .build());
      Await.result(download.completion());
      assertThat(tracker.queries()).hasSize(2);
    }
  }

  @Test
  void shouldSurviveNewsThatMakesNoSense() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(0).start();
        ScriptedTracker tracker = new ScriptedTracker().onQuery(query -> SUBSCRIBED);
        ScriptedPeer seeder = swarm.scripted();
        PeerNode node = swarm.settings("node").tracker(tracker.address()).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0), PATIENT);
      Await.until("it asks", () -> tracker.queries().size() == 1);
      ByteString fileId = ByteString.copyFrom(swarm.fileId().toBytes());
      SwarmUpdate.Builder update = SwarmUpdate.newBuilder().setSeederCount(-1);
      tracker.tell(update.setFileId(fileId.substring(1)).build());
      tracker.tell(update.setFileId(fileId).setSeedersV4(fileId.substring(0, 7)).build());
      tracker.tell(update.clear().setFileId(fileId).setLeftV4(fileId.substring(0, 12)).build());
      tracker.tell(update.clear().setFileId(fileId).setLeechersV6(fileId).build());
      tracker.seederCame(swarm.fileId(), seeder.address());
      Await.result(download.completion());
      swarm.isIdentical(swarm.copy(0));
    }
  }

  @Test
  void shouldNotTakeNobodyForAnAnswerWhenTheTrackerHasJustStarted() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(0).start();
        ScriptedTracker tracker = new ScriptedTracker();
        ScriptedPeer seeder = swarm.scripted();
        PeerNode node = swarm.settings("node").tracker(tracker.address()).build()) {
      tracker.onQuery(
          query ->
              tracker.queries().isEmpty()
                  ? Sources.newBuilder().setWarming(true).build()
                  : Sources.newBuilder()
                      .setSeedersV4(ScriptedTracker.packed(seeder.address()))
                      .setSeederCount(1)
                      .setWarming(true)
                      .build());
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      Await.result(download.completion());
      assertThat(tracker.queries()).hasSize(2);
    }
  }

  @Test
  void shouldFailAtOnceWhenNobodyHasTheFileAndTheTrackerIsWarm() throws Exception {
    try (Swarm swarm = Swarm.in(directory).seeders(0).leechers(0).start();
        ScriptedTracker tracker = new ScriptedTracker().onQuery(query -> SUBSCRIBED);
        PeerNode node = swarm.settings("node").tracker(tracker.address()).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      Await.failure(download.completion(), NotFoundException.class);
      assertThat(tracker.queries()).hasSize(1);
    }
  }
}
