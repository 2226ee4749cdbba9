package dev.shoal.transport.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.TrafficLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandshakesTest {
  private static final long SECOND = 1_000_000_000L;

  private long now;

  @Test
  void shouldBeginNoMoreHandshakesOfAnAddressThanItsRate() {
    TrafficLimits limits = limits().handshakesPerAddress(3).build();
    Handshakes handshakes = new Handshakes(limits, () -> now);
    AddressTable table = new AddressTable(limits, () -> now);
    assertThat(begunAndEnded(handshakes, share(table, 1), 5)).isEqualTo(3);
    assertThat(begunAndEnded(handshakes, share(table, 2), 5)).isEqualTo(3);
    now += SECOND / 3 + 1;
    assertThat(begunAndEnded(handshakes, share(table, 1), 5)).isEqualTo(1);
  }

  @Test
  void shouldNotGiveAFreshAllowanceToWhoConnectsAgain() {
    TrafficLimits limits = limits().handshakesPerAddress(3).build();
    Handshakes handshakes = new Handshakes(limits, () -> now);
    AddressTable table = new AddressTable(limits, () -> now);
    AddressShare share = share(table, 1);
    assertThat(begunAndEnded(handshakes, share, 5)).isEqualTo(3);
    table.leave(share, true);
    assertThat(begunAndEnded(handshakes, share(table, 1), 5)).isZero();
  }

  @Test
  void shouldBeginNoMoreHandshakesInAllThanTheRate() {
    TrafficLimits limits = limits().handshakes(4).build();
    Handshakes handshakes = new Handshakes(limits, () -> now);
    AddressTable table = new AddressTable(limits, () -> now);
    assertThat(begunAndEnded(handshakes, share(table, 1), 3)).isEqualTo(3);
    assertThat(begunAndEnded(handshakes, share(table, 2), 3)).isEqualTo(1);
    now += SECOND;
    assertThat(begunAndEnded(handshakes, share(table, 2), 9)).isEqualTo(4);
  }

  @Test
  void shouldKeepHalfForThoseWhoSeldomDialWhenOthersDialAllTheTime() {
    TrafficLimits limits = limits().handshakes(20).build();
    Handshakes handshakes = new Handshakes(limits, () -> now);
    AddressTable table = new AddressTable(limits, () -> now);
    AddressShare busy = share(table, 1);
    assertThat(begunAndEnded(handshakes, busy, 100)).isEqualTo(10 + 4);
    assertThat(begunAndEnded(handshakes, share(table, 2), 3)).isEqualTo(3);
    assertThat(begunAndEnded(handshakes, share(table, 3), 9)).isEqualTo(3);
    now += SECOND;
    assertThat(begunAndEnded(handshakes, busy, 100)).isEqualTo(10 + 1);
    assertThat(begunAndEnded(handshakes, share(table, 2), 9)).isEqualTo(2);
  }

  @Test
  void shouldHaveSoManyUnderWayOfOneAddressAndOfAll() {
    TrafficLimits limits = limits().openHandshakes(3).openHandshakesPerAddress(2).build();
    Handshakes handshakes = new Handshakes(limits, () -> now);
    AddressTable table = new AddressTable(limits, () -> now);
    AddressShare one = share(table, 1);
    AddressShare other = share(table, 2);
    assertThat(begun(handshakes, one, 4)).isEqualTo(2);
    assertThat(begun(handshakes, other, 4)).isEqualTo(1);
    handshakes.end(one);
    assertThat(begun(handshakes, other, 4)).isEqualTo(1);
    handshakes.end(other);
    assertThat(begun(handshakes, one, 4)).isEqualTo(1);
  }

  @Test
  void shouldNotLimitLoopbackUnlessToldSo() {
    TrafficLimits limits =
        TrafficLimits.builder().handshakes(1).handshakesPerAddress(1).openHandshakes(1).build();
    Handshakes handshakes = new Handshakes(limits, () -> now);
    AddressShare share =
        Objects.requireNonNull(
            new AddressTable(limits, () -> now).enter(InetAddress.getLoopbackAddress(), true));
    assertThat(begun(handshakes, share, 50)).isEqualTo(50);
    IntStream.range(0, 50).forEach(i -> handshakes.end(share));
    TrafficLimits strict = limits.toBuilder().loopback(true).build();
    AddressShare strictShare =
        Objects.requireNonNull(
            new AddressTable(strict, () -> now).enter(InetAddress.getLoopbackAddress(), true));
    assertThat(begun(new Handshakes(strict, () -> now), strictShare, 50)).isEqualTo(1);
  }

  /** Without limits but those that are set. */
  private static TrafficLimits.Builder limits() {
    return TrafficLimits.builder().openHandshakes(0).openHandshakesPerAddress(0);
  }

  private static int begun(Handshakes handshakes, AddressShare share, int tries) {
    return (int) IntStream.range(0, tries).filter(i -> handshakes.begin(share)).count();
  }

  private static int begunAndEnded(Handshakes handshakes, AddressShare share, int tries) {
    int begun = begun(handshakes, share, tries);
    IntStream.range(0, begun).forEach(i -> handshakes.end(share));
    return begun;
  }

  private static AddressShare share(AddressTable table, int host) {
    try {
      InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host});
      return Objects.requireNonNull(table.enter(address, true));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
