package dev.shoal.transport.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.TrafficLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressTableTest {
  private static final long SECOND = 1_000_000_000L;
  private static final TrafficLimits LIMITS =
      TrafficLimits.builder().connectionsPerAddress(2).requestsPerAddress(5).build();

  private long now;
  private final AddressTable table = new AddressTable(LIMITS, () -> now);

  @Test
  void shouldRefuseConnectionsOfAnAddressThatHasItsFill() {
    AddressShare first = enter(1);
    enter(1);
    assertThat(table.enter(host(1), true)).isNull();
    assertThat(table.enter(host(2), true)).isNotNull();
    table.leave(first, true);
    assertThat(table.enter(host(1), true)).isNotNull();
  }

  @Test
  void shouldNotCountConnectionsThatThisSideMakes() {
    for (int i = 0; i < 5; i++) {
      assertThat(table.enter(host(1), false)).isNotNull();
    }
    enter(1);
    enter(1);
    assertThat(table.enter(host(1), true)).isNull();
  }

  @Test
  void shouldShareTheRateOfAnAddressAmongItsConnections() {
    AddressShare one = enter(1);
    AddressShare other = enter(1);
    assertThat(IntStream.range(0, 4).allMatch(i -> one.takeRequest(now))).isTrue();
    assertThat(other.takeRequest(now)).isTrue();
    assertThat(other.takeRequest(now)).isFalse();
    assertThat(enter(2).takeRequest(now)).isTrue();
  }

  @Test
  void shouldNotGiveAFreshAllowanceToWhoConnectsAgain() {
    AddressShare share = enter(1);
    while (share.takeRequest(now)) {
      // uses it up
    }
    table.leave(share, true);
    assertThat(enter(1).takeRequest(now)).isFalse();
    now += SECOND;
    assertThat(enter(1).takeRequest(now)).isTrue();
  }

  @Test
  void shouldForgetAddressesThatHaveRested() {
    for (int i = 0; i < 1000; i++) {
      AddressShare share = enter(i);
      assertThat(share.takeRequest(now)).isTrue();
      table.leave(share, true);
    }
    assertThat(table.size()).isEqualTo(1000);
    now += SECOND;
    table.leave(enter(1000), true);
    assertThat(table.size()).isZero();
  }

  @Test
  void shouldTakeABoundedAmountOfMemoryWhateverComes() {
    Random random = new Random(1);
    List<AddressShare> open = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      now += random.nextInt(1000);
      AddressShare share = table.enter(host(random.nextInt()), true);
      if (share != null) {
        assertThat(share.takeRequest(now)).isTrue();
        open.add(share);
      }
      if (open.size() > 100) {
        table.leave(open.remove(random.nextInt(open.size())), true);
      }
      assertThat(table.size()).isLessThanOrEqualTo(101 + AddressTable.MAX_RESTING);
    }
    open.forEach(share -> table.leave(share, true));
    now += SECOND;
    table.leave(enter(1), true);
    assertThat(table.size()).isZero();
  }

  @Test
  void shouldLeaveLoopbackAloneUnlessToldOtherwise() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 10; i++) {
      assertThat(table.enter(loopback, true)).isSameAs(AddressShare.UNLIMITED);
    }
    AddressTable strict = new AddressTable(LIMITS.toBuilder().loopback(true).build(), () -> now);
    strict.enter(loopback, true);
    strict.enter(loopback, true);
    assertThat(strict.enter(loopback, true)).isNull();
  }

  private AddressShare enter(int host) {
    return Objects.requireNonNull(table.enter(host(host), true));
  }

  private static InetAddress host(int number) {
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
