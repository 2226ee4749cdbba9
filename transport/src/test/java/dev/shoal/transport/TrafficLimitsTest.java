package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficLimitsTest {
  @Test
  void shouldNameTheLimitThatIsOutOfRange() {
    assertThatThrownBy(() -> TrafficLimits.builder().bytesPerAddress(1000).build())
        .hasMessage("bytesPerAddress must be from 16384 to 4294967296, not 1000");
    assertThatThrownBy(() -> TrafficLimits.builder().requestsPerConnection(-1).build())
        .hasMessage("requestsPerConnection must be from 0 to 100000000, not -1");
    assertThatThrownBy(() -> TrafficLimits.builder().frameGrace(Duration.ZERO).build())
        .hasMessage("frameGrace must be from 1 ms to 1 day, not PT0S");
  }

  @Test
  void shouldKeepEverySettingInACopy() {
    TrafficLimits limits =
        TrafficLimits.builder()
            .connectionsPerAddress(1)
            .requestsPerConnection(2)
            .requestsPerAddress(3)
            .bytesPerConnection(40_000)
            .bytesPerAddress(50_000)
            .handshakes(11)
            .handshakesPerAddress(12)
            .openHandshakes(13)
            .openHandshakesPerAddress(14)
            .slowestBytes(6)
            .frameGrace(Duration.ofSeconds(7))
            .loopback(true)
            .build();
    assertThat(limits.toBuilder().build()).usingRecursiveComparison().isEqualTo(limits);
    TransportConfig config =
        TransportConfig.builder()
            .maxConnections(8)
            .maxRequests(9)
            .sendWindow(5 << 20)
            .encryptedWindow(10 << 20)
            .encryptedMemory(10 << 20)
            .limits(limits)
            .build();
    assertThat(config.toBuilder().build()).usingRecursiveComparison().isEqualTo(config);
  }

  @Test
  void shouldHaveMemoryForTheWindowOfOneConnectionAtLeast() {
    assertThatThrownBy(
            () -> TransportConfig.builder().encryptedWindow(8192).encryptedMemory(8191).build())
        .hasMessage("encryptedMemory must be at least the encryptedWindow of 8192, not 8191");
    assertThat(TransportConfig.builder().sendWindow(1 << 20).build().encryptedWindow())
        .isEqualTo(512 << 10);
    assertThat(TransportConfig.builder().sliceSize(4096).sendWindow(8192).build().encryptedWindow())
        .as("never larger than the window of a plain connection")
        .isEqualTo(8192);
  }

  @Test
  void shouldLimitLoopbackOnlyWhenToldSo() throws UnknownHostException {
    InetAddress loopback = InetAddress.getByName("127.0.0.9");
    InetAddress other = InetAddress.getByName("192.0.2.1");
    assertThat(TrafficLimits.defaults().appliesTo(loopback)).isFalse();
    assertThat(TrafficLimits.defaults().appliesTo(other)).isTrue();
    assertThat(TrafficLimits.builder().loopback(true).build().appliesTo(loopback)).isTrue();
  }
}
