package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/**
 * With the quotas of {@link Some#policy()}: 100 publications a second, 4,000 at once; 5 searches.
 */
class AddressRateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress HOST = FakeCaller.host("192.0.2.7");

  private final AddressRate quota = AddressRate.ofPublications(Some.policy().quotas());

  @Test
  void shouldLetAnAddressWaitWhenItPublishesTooMuch() throws ProtocolException {
    quota.take(HOST, 2048, 0);
    quota.take(HOST, 2048, 0);
    assertThatThrownBy(() -> quota.take(HOST, 1, 0))
        .hasMessage("your address publishes too much: at most 100 a second; try again later")
        .extracting("code")
        .isEqualTo(ErrorCode.BUSY);
    assertThatCode(() -> quota.take(FakeCaller.host("192.0.2.8"), 1, 0)).doesNotThrowAnyException();
    assertThatCode(() -> quota.take(HOST, 1, SECOND)).doesNotThrowAnyException();
  }

  @Test
  void shouldLetAnAddressWaitWhenItSearchesTooMuch() throws ProtocolException {
    AddressRate searches = AddressRate.ofSearches(Some.policy().quotas());
    for (int i = 0; i < 5; i++) {
      searches.take(HOST, 1, 0);
    }
    assertThatThrownBy(() -> searches.take(HOST, 1, 0))
        .hasMessage("your address searches too much: at most 5 a second; try again later");
    assertThatCode(() -> searches.take(HOST, 1, SECOND / 5)).doesNotThrowAnyException();
  }

  @Test
  void shouldRememberABoundedNumberOfAddresses() throws ProtocolException {
    for (int i = 0; i < 10_000; i++) {
      quota.take(FakeCaller.host("10.0." + (i >> 8) + "." + (i & 255)), 1, i);
    }
    assertThat(quota.size()).isEqualTo(AddressRate.MAX_ADDRESSES);
  }

  @Test
  void shouldLeaveLoopbackAlone() throws ProtocolException {
    for (int i = 0; i < 100; i++) {
      quota.take(InetAddress.getLoopbackAddress(), 2048, 0);
    }
    assertThat(quota.size()).isZero();
  }
}
