package dev.shoal.tracker.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.FileId;
import dev.shoal.protocol.GroupId;
import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.Standing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GroupSwarmsTest {
  private static final String TRACKER = "192.0.2.1";
  private static final GroupId GROUP = group(1);
  private static final FileId FILE = file(1);
  private static final AddressView ASKER = view("10.9.9.9", TRACKER);

  private final GroupSwarms swarms =
      new GroupSwarms(new SplittableRandom(1), new GroupLimits(10, 5, 8, 100), () -> {});

  @Test
  void shouldGiveSourcesWithTheirAddressAndTheKeyToExpect() throws ProtocolException {
    swarms.put(shown(1), GROUP, FILE, true);
    swarms.put(shown(2), GROUP, FILE, false);

    GroupSources sources = sources(FILE);

    assertThat(sources.getSourcesList())
        .extracting(GroupSource::getComplete)
        .as("seeders first")
        .containsExactly(true, false);
    assertThat(sources.getSources(0).getPeerId().toByteArray()).isEqualTo(peer(1).toBytes());
    assertThat(address(sources.getSources(0)))
        .isEqualTo(new InetSocketAddress(host("10.0.0.1"), 7001));
    assertThat(sources.getSeederCount()).isEqualTo(1);
    assertThat(sources.getLeecherCount()).isEqualTo(1);
  }

  @Test
  void shouldKnowNothingOfTheSameFileInAnotherGroup() {
    swarms.put(shown(1), GROUP, FILE, true);

    assertThat(swarms.sources(group(2), FILE, null, ASKER, 9).getSourcesList()).isEmpty();
    assertThat(swarms.seeders(group(2), FILE)).isZero();
    assertThat(swarms.seeders(GROUP, FILE)).isEqualTo(1);
  }

  @Test
  void shouldNeverGiveAnAskerItself() {
    GroupHolder own = shown(1);
    swarms.put(own, GROUP, FILE, true);
    swarms.put(shown(2), GROUP, FILE, true);

    GroupSources sources = swarms.sources(GROUP, FILE, own, ASKER, 9);

    assertThat(sources.getSourcesList())
        .extracting(source -> PeerId.fromBytes(source.getPeerId().toByteArray()))
        .containsExactly(peer(2));
    assertThat(sources.getSeederCount()).isEqualTo(1);
  }

  @Test
  void shouldGiveNoMoreSourcesThanWanted() {
    for (int i = 1; i <= 20; i++) {
      swarms.put(shown(i), GROUP, FILE, true);
    }

    assertThat(swarms.sources(GROUP, FILE, null, ASKER, 7).getSourcesList())
        .extracting(GroupSource::getPeerId)
        .doesNotHaveDuplicates()
        .hasSize(7);
  }

  @Test
  void shouldGiveAPeerBesideTheTrackerByTheAddressThatTheAskerReachedTheTrackerAt()
      throws ProtocolException {
    GroupHolder beside = swarms.open("ann", peer(1), () -> {});
    AddressView own = view("127.0.0.1", "127.0.0.1");
    swarms.stand(beside, Standing.SHOWN, SourceAddress.of(own, 7001, true));
    swarms.put(beside, GROUP, FILE, true);

    assertThat(address(sources(FILE).getSources(0)))
        .isEqualTo(new InetSocketAddress(host(TRACKER), 7001));
  }

  @Test
  void shouldCountButNotGiveWhoCannotBeDialled() {
    GroupHolder holder = shown(1);
    swarms.put(holder, GROUP, FILE, true);

    swarms.stand(holder, Standing.COUNTED, null);

    assertThat(sources(FILE).getSourcesList()).isEmpty();
    drain();
    assertThat(sources(FILE).getSeederCount()).isEqualTo(1);
  }

  @Test
  void shouldHideAtOnceAndShowAgain() {
    GroupHolder holder = shown(1);
    swarms.put(holder, GROUP, FILE, true);

    swarms.stand(holder, Standing.HIDDEN, null);
    assertThat(sources(FILE).getSourcesList()).isEmpty();
    drain();
    assertThat(swarms.seeders(GROUP, FILE)).isZero();

    swarms.stand(holder, Standing.SHOWN, source(1));
    drain();
    assertThat(sources(FILE).getSourcesCount()).isEqualTo(1);
  }

  @Test
  void shouldForgetWhatAccountHoldsOfOneGroupWhenItLeaves() {
    GroupHolder one = shown(1);
    GroupHolder other = swarms.open(one.userKey(), peer(7), () -> {});
    swarms.stand(other, Standing.SHOWN, source(7));
    swarms.put(one, GROUP, FILE, true);
    swarms.put(one, group(2), FILE, true);
    swarms.put(other, GROUP, FILE, true);
    swarms.put(shown(2), GROUP, FILE, true);

    swarms.leave(GROUP, one.userKey());

    assertThat(sources(FILE).getSourcesList())
        .extracting(source -> PeerId.fromBytes(source.getPeerId().toByteArray()))
        .containsExactly(peer(2));
    assertThat(one.size()).isEqualTo(1);
    assertThat(one.isIn(group(2))).isTrue();
    drain();
    assertThat(swarms.seeders(GROUP, FILE)).isEqualTo(1);
    assertThat(swarms.size()).isEqualTo(2);
  }

  @Test
  void shouldForgetEverythingOfAGroupThatIsNoMore() {
    GroupHolder holder = shown(1);
    swarms.put(holder, GROUP, FILE, true);
    swarms.put(holder, group(2), FILE, true);
    swarms.put(shown(2), GROUP, file(2), false);

    swarms.delete(GROUP);

    assertThat(sources(FILE).getSourcesList()).isEmpty();
    assertThat(sources(file(2)).getSourcesList()).isEmpty();
    drain();
    assertThat(swarms.size()).isEqualTo(1);
    assertThat(holder.size()).isEqualTo(1);
  }

  @Test
  void shouldTellHoldersOfADeletedGroupInSlices() {
    List<Integer> told = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      int each = number;
      GroupHolder holder = swarms.open("user" + each, peer(each), () -> told.add(each));
      swarms.put(holder, GROUP, FILE, true);
    }

    swarms.delete(GROUP);
    assertThat(told).isEmpty();
    assertThat(swarms.seeders(GROUP, FILE)).isZero();

    assertThat(swarms.work(4)).isTrue();
    assertThat(told).as("four registrations' worth of work").hasSize(1);
    drain();
    assertThat(told).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void shouldForgetASessionThatIsOver() {
    GroupHolder holder = shown(1);
    swarms.put(holder, GROUP, FILE, true);

    swarms.end(holder);

    assertThat(sources(FILE).getSourcesList()).isEmpty();
    drain();
    assertThat(swarms.size()).isZero();
    assertThat(swarms.room(shown(1), false)).isEqualTo(5);
  }

  @Test
  void shouldReplaceAndRemoveSingleRegistrations() {
    GroupHolder holder = shown(1);
    swarms.put(holder, GROUP, FILE, false);
    swarms.put(holder, GROUP, FILE, true);
    assertThat(holder.size()).isEqualTo(1);
    assertThat(swarms.has(holder, GROUP, FILE)).isTrue();
    assertThat(swarms.seeders(GROUP, FILE)).isEqualTo(1);

    swarms.remove(holder, GROUP, FILE);
    swarms.remove(holder, GROUP, FILE);

    assertThat(holder.size()).isZero();
    assertThat(holder.isIn(GROUP)).isFalse();
    assertThat(swarms.has(holder, GROUP, FILE)).isFalse();
    swarms.put(holder, GROUP, FILE, true);
    assertThat(sources(FILE).getSourcesCount()).isEqualTo(1);
  }

  @Test
  void shouldHaveRoomForAsMuchAsSessionAndAccountAreGranted() {
    GroupHolder one = shown(1);
    for (int i = 1; i <= 5; i++) {
      swarms.put(one, GROUP, file(i), true);
    }
    GroupHolder other = swarms.open(one.userKey(), peer(7), () -> {});

    assertThat(swarms.room(one, false)).as("of the session").isZero();
    assertThat(swarms.room(one, true)).as("if all is forgotten").isEqualTo(5);
    assertThat(swarms.room(other, false)).as("of the account").isEqualTo(3);
    assertThat(swarms.room(shown(2), false)).isEqualTo(5);
  }

  private GroupSources sources(FileId file) {
    return swarms.sources(GROUP, file, null, ASKER, 9);
  }

  private void drain() {
    while (swarms.work(10)) {
      // goes on
    }
  }

  /** What a peer on a machine and with an account of its own holds. */
  private GroupHolder shown(int number) {
    GroupHolder holder = swarms.open("user" + number, peer(number), () -> {});
    swarms.stand(holder, Standing.SHOWN, source(number));
    return holder;
  }

  private static SourceAddress source(int number) {
    return SourceAddress.of(view("10.0.0." + number, TRACKER), 7000 + number, false);
  }

  private static InetSocketAddress address(GroupSource source) throws ProtocolException {
    return List.copyOf(
            PackedAddress.unpack(
                source.getAddress().asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH))
        .get(0);
  }

  private static AddressView view(String remote, String local) {
    return new AddressView(host(remote), host(local));
  }

  private static InetAddress host(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static PeerId peer(int number) {
    return PeerId.fromBytes(ByteBuffer.allocate(PeerId.LENGTH).putInt(0, number).array());
  }

  private static GroupId group(int number) {
    return GroupId.fromBytes(ByteBuffer.allocate(GroupId.LENGTH).putInt(0, number).array());
  }

  private static FileId file(int number) {
    return FileId.fromBytes(ByteBuffer.allocate(FileId.LENGTH).putInt(0, number).array());
  }
}
