package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** With the quotas of {@link Some#policy()}: 10 sessions and 50 registrations an address. */
class AddressQuotaTest {
  private static final InetAddress HOST = FakeCaller.host("192.0.2.7");
  private static final InetAddress OTHER = FakeCaller.host("192.0.2.8");

  private final AddressQuota quota = new AddressQuota(Some.policy().quotas());

  @Test
  void shouldRefuseSessionsWhenAnAddressHasItsFill() throws ProtocolException {
    fill(HOST);
    assertThatThrownBy(() -> quota.acquire(HOST))
        .hasMessage("your address has 10 sessions already, the most this tracker allows")
        .extracting("code")
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThatCode(() -> quota.acquire(OTHER)).doesNotThrowAnyException();
    quota.release(HOST, 0);
    assertThatCode(() -> quota.acquire(HOST)).doesNotThrowAnyException();
  }

  @Test
  void shouldCountTheIpv6AddressesOfANetworkAsOne() throws ProtocolException {
    for (int i = 0; i < 10; i++) {
      quota.acquire(FakeCaller.host("2001:db8::" + i));
    }
    assertThatThrownBy(() -> quota.acquire(FakeCaller.host("2001:db8::ffff")))
        .isInstanceOf(ProtocolException.class);
    assertThatCode(() -> quota.acquire(FakeCaller.host("2001:db8:0:1::1")))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldCountRegistrationsOfAllSessionsOfAnAddress() throws ProtocolException {
    quota.acquire(HOST);
    quota.acquire(HOST);
    quota.count(HOST, 20);
    quota.count(HOST, 25);
    assertThat(quota.room(HOST)).isEqualTo(5);
    quota.count(HOST, -20);
    quota.release(HOST, 25);
    assertThat(quota.room(HOST)).isEqualTo(50);
    assertThat(quota.room(OTHER)).isEqualTo(50);
  }

  @Test
  void shouldMoveASessionWithItsRegistrations() throws ProtocolException {
    quota.acquire(HOST);
    quota.count(HOST, 20);
    quota.move(HOST, OTHER, 20);
    assertThat(quota.room(HOST)).isEqualTo(50);
    assertThat(quota.room(OTHER)).isEqualTo(30);
  }

  @Test
  void shouldChangeNothingWhenASessionCannotBeMoved() throws ProtocolException {
    fill(OTHER);
    quota.acquire(HOST);
    quota.count(HOST, 20);
    assertThatThrownBy(() -> quota.move(HOST, OTHER, 20)).isInstanceOf(ProtocolException.class);
    assertThat(quota.room(HOST)).isEqualTo(30);
    assertThat(quota.room(OTHER)).isEqualTo(50);
  }

  @Test
  void shouldNotMoveASessionToAnAddressWithoutRoomForItsRegistrations() throws ProtocolException {
    quota.acquire(OTHER);
    quota.count(OTHER, 40);
    quota.acquire(HOST);
    quota.count(HOST, 20);
    assertThatThrownBy(() -> quota.move(HOST, OTHER, 20))
        .hasMessage("your address has registered as many files as this tracker allows one");
    assertThat(quota.room(HOST)).isEqualTo(30);
    assertThat(quota.room(OTHER)).isEqualTo(10);
  }

  @Test
  void shouldLeaveLoopbackAlone() throws ProtocolException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 100; i++) {
      quota.acquire(loopback);
    }
    quota.count(loopback, 1000);
    assertThat(quota.room(loopback)).isEqualTo(Integer.MAX_VALUE);
    quota.release(loopback, 1000);
  }

  private void fill(InetAddress host) throws ProtocolException {
    for (int i = 0; i < 10; i++) {
      quota.acquire(host);
    }
  }
}
