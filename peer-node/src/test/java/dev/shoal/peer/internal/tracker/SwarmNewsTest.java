package dev.shoal.peer.internal.tracker;

import static dev.shoal.peer.internal.tracker.FakeTrackers.lease;
import static dev.shoal.peer.internal.tracker.TrackerFailoverTest.file;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.Unsubscribe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How what a tracker tells of a swarm comes to those who follow it. */
class SwarmNewsTest {
  private static final FileId FILE = file(1).fileId();

  private final FakeTrackers trackers = new FakeTrackers(2);
  private final TrackerClient client = trackers.client();
  private final Follower one = new Follower();
  private final Follower other = new Follower();

  private static final class Follower implements SwarmListener {
    final List<SwarmUpdate> updates = new ArrayList<>();
    int sessions;

    @Override
    public void onUpdate(SwarmUpdate update) {
      updates.add(update);
    }

    @Override
    public void onNewSession() {
      sessions++;
    }
  }

  @BeforeEach
  void openLease() {
    trackers.opens(0, lease());
    client.follow(FILE, one);
  }

  @Test
  void shouldTellAllWhoFollowTheFileAndNobodyElse() {
    client.follow(FILE, other);
    Follower stranger = new Follower();
    client.follow(file(2).fileId(), stranger);
    SwarmUpdate update = tell(0, FILE.toBytes());
    assertThat(one.updates).containsExactly(update);
    assertThat(other.updates).containsExactly(update);
    assertThat(stranger.updates).isEmpty();
  }

  @Test
  void shouldPassOverWhatIsOfNoFileThatIsFollowed() {
    tell(0, file(3).fileId().toBytes());
    tell(0, new byte[31]);
    tell(0, new byte[0]);
    assertThat(one.updates).isEmpty();
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldUnsubscribeWhenTheLastOneLeaves() {
    client.follow(FILE, other);
    client.unfollow(FILE, one);
    assertThat(trackers.connection(0).notices()).isEmpty();
    client.unfollow(FILE, other);
    client.unfollow(FILE, other);
    assertThat(trackers.connection(0).notices())
        .containsExactly(
            Unsubscribe.newBuilder().setFileId(ByteString.copyFrom(FILE.toBytes())).build());
    tell(0, FILE.toBytes());
    assertThat(one.updates).isEmpty();
  }

  @Test
  void shouldSayWhenThereIsANewSessionAndNotHeedTheOldOne() {
    FakeConnection before = trackers.connection(0);
    trackers.stops(0);
    trackers.cut(0);
    assertThat(one.sessions).isZero();
    trackers.opens(1, lease());
    assertThat(one.sessions).isEqualTo(1);
    before.tell(FrameKind.SWARM_UPDATE, update(FILE.toBytes()));
    trackers.run();
    assertThat(one.updates).isEmpty();
    tell(1, FILE.toBytes());
    assertThat(one.updates).hasSize(1);
  }

  private SwarmUpdate tell(int tracker, byte[] fileId) {
    SwarmUpdate update = update(fileId);
    trackers.connection(tracker).tell(FrameKind.SWARM_UPDATE, update);
    trackers.run();
    return update;
  }

  private static SwarmUpdate update(byte[] fileId) {
    return SwarmUpdate.newBuilder()
        .setFileId(ByteString.copyFrom(fileId))
        .setSeederCount(1)
        .build();
  }
}
