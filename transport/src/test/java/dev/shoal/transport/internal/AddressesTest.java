package dev.shoal.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static InetSocketAddress of(int port, int... bytes) throws IOException {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }

  @Test
  void shouldForgetTheScopeOfAnIpv6Address() throws IOException {
    byte[] linkLocal = new byte[16];
    linkLocal[0] = (byte) 0xFE;
    linkLocal[1] = (byte) 0x80;
    linkLocal[15] = 1;
    InetSocketAddress scoped =
        new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 3), 80);
    InetSocketAddress plain = Addresses.normalised(scoped);
    assertThat(plain.getAddress().getHostAddress()).isEqualTo("fe80:0:0:0:0:0:0:1");
    assertThat(plain.getPort()).isEqualTo(80);
  }

  @Test
  void shouldTurnMappedAddressesIntoIpv4() throws IOException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
    InetSocketAddress address =
        new InetSocketAddress(Inet6Address.getByAddress(null, mapped, -1), 80);
    assertThat(Addresses.normalised(address)).isEqualTo(of(80, 10, 1, 2, 3));
    assertThat(Addresses.normalised(address).getAddress()).isInstanceOf(Inet4Address.class);
  }

  @Test
  void shouldLeaveAddressesAloneThatAreNoWildcard() throws IOException {
    InetSocketAddress address = of(5, 127, 0, 0, 1);
    assertThat(Addresses.dualStack(address)).isSameAs(address);
  }

  @Test
  void shouldKeepThePortOfTheWildcard() throws IOException {
    InetSocketAddress any = Addresses.dualStack(of(5, 0, 0, 0, 0));
    assertThat(any.getAddress().isAnyLocalAddress()).isTrue();
    assertThat(any.getPort()).isEqualTo(5);
  }

  @Test
  void shouldWriteAddressesAsPeopleTypeThem() throws IOException {
    assertThat(Addresses.text(of(80, 10, 0, 0, 1))).isEqualTo("10.0.0.1:80");
    assertThat(Addresses.text(of(80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)))
        .isEqualTo("[0:0:0:0:0:0:0:1]:80");
    assertThat(Addresses.text(InetSocketAddress.createUnresolved("host", 80))).isEqualTo("host:80");
  }

  @Test
  void shouldGiveTheSystemsOwnWordsAsAReason() {
    assertThat(Addresses.reason(new IOException("outer", new IOException("inner"))))
        .isEqualTo("inner");
    assertThat(
            Addresses.reason(
                new IOException("finishConnect(..) failed with error(-111): Connection refused")))
        .isEqualTo("Connection refused");
    assertThat(Addresses.reason(new IOException("io_uring connect(..) failed: No route to host")))
        .isEqualTo("No route to host");
    assertThat(Addresses.reason(new IOException())).isEqualTo("IOException");
    assertThat(Addresses.reason(null)).isEqualTo("unknown");
  }
}
