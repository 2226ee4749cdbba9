package dev.shoal.transport.internal.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.TrafficLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final long SECOND = 1_000_000_000L;

  private final TrafficLimits limits =
      TrafficLimits.builder()
          .requestsPerConnection(10)
          .requestsPerAddress(15)
          .bytesPerConnection(100_000)
          .bytesPerAddress(150_000)
          .build();
  private final AddressTable table = new AddressTable(limits, () -> 0);
  private final RefusalCounts refusals = new RefusalCounts();
  private final Meter meter = meter();

  @Test
  void shouldRefuseRequestsAboveTheConnectionsRate() throws ProtocolException {
    assertThat(admitted(meter, 12)).isEqualTo(10);
    meter.received(1, SECOND / 2);
    assertThat(admitted(meter, 12)).isEqualTo(5);
  }

  @Test
  void shouldRefuseRequestsAboveTheAddressesRate() throws ProtocolException {
    Meter other = meter();
    assertThat(admitted(meter, 20) + admitted(other, 20)).isEqualTo(15);
  }

  @Test
  void shouldGiveUpAConnectionThatGoesOnAfterManyRefusals() throws ProtocolException {
    assertThat(admitted(meter, 110)).isEqualTo(10);
    assertThatThrownBy(meter::admitsRequest)
        .hasMessage(
            "requests kept coming after many were refused: at most 10 a second on one connection"
                + " and 15 a second from one address")
        .extracting("code")
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void shouldBearWithAConnectionThatIsALittleTooFast() throws ProtocolException {
    for (int second = 1; second < 1000; second++) {
      meter.received(1, second * SECOND);
      assertThat(admitted(meter, 19)).isEqualTo(10);
    }
  }

  @Test
  void shouldCountNotices() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 111; i++) {
                meter.notice();
              }
            })
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void shouldPauseUntilTheBytesArePaidFor() {
    meter.received(100_000, 0);
    assertThat(meter.pauseNanos(0)).isZero();
    meter.received(20_000, 0);
    assertThat(meter.pauseNanos(0)).isEqualTo(SECOND / 5);
    assertThat(meter.pauseNanos(SECOND / 5)).isZero();
  }

  @Test
  void shouldPauseForWhatOthersOfTheAddressReceived() {
    Meter other = meter();
    meter.received(100_000, 0);
    other.received(80_000, 0);
    assertThat(other.pauseNanos(0)).isEqualTo(SECOND / 5);
  }

  @Test
  void shouldKeepNoMoreOfUnfinishedFramesThanAnAddressMay() throws ProtocolException {
    Meter other = meter();
    meter.keep(500_000);
    other.keep(100_000);
    assertThatThrownBy(() -> other.keep(1))
        .hasMessage("too many messages from your address have arrived only in part")
        .extracting("code")
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    other.letGo(100_001);
    meter.keep(100_000);
    assertThatThrownBy(() -> other.keep(1)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void shouldLetEverythingThroughWithoutLimits() throws ProtocolException {
    Meter unlimited = Meter.unlimited();
    unlimited.received(1 << 30, 0);
    unlimited.keep(1 << 30);
    unlimited.keep(1 << 30);
    assertThat(unlimited.pauseNanos(0)).isZero();
    assertThat(admitted(unlimited, 100_000)).isEqualTo(100_000);
  }

  private Meter meter() {
    try {
      InetAddress host = InetAddress.getByName("192.0.2.1");
      return new Meter(limits, Objects.requireNonNull(table.enter(host, true)), refusals, 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int admitted(Meter meter, int requests) throws ProtocolException {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      admitted += meter.admitsRequest() ? 1 : 0;
    }
    return admitted;
  }
}
