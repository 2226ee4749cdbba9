package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressGroupTest {
  @Test
  void shouldKeepIpv4AddressesApart() {
    assertThat(group("192.0.2.1")).isEqualTo(group("192.0.2.1")).isNotEqualTo(group("192.0.2.2"));
    assertThat(group("255.255.255.255")).isNotEqualTo(group("0.0.0.0"));
  }

  @Test
  void shouldTakeAnIpv4AddressInIpv6ForTheSame() {
    assertThat(group("::ffff:192.0.2.1")).isEqualTo(group("192.0.2.1"));
  }

  @Test
  void shouldTakeTheIpv6AddressesOfANetworkForOne() {
    assertThat(group("2001:db8:1:2::1")).isEqualTo(group("2001:db8:1:2:ffff:ffff:ffff:ffff"));
    assertThat(group("2001:db8:1:2::1")).isNotEqualTo(group("2001:db8:1:3::1"));
    assertThat(group("::1")).isNotEqualTo(group("0.0.0.1"));
  }

  private static AddressGroup group(String host) {
    try {
      return AddressGroup.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(host, e);
    }
  }
}
