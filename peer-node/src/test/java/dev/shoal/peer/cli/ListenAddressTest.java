package dev.shoal.peer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
  @ParameterizedTest
  @CsvSource({"127.0.0.2:80,127.0.0.2,80", "[::1]:0,0:0:0:0:0:0:0:1,0", "8080,127.0.0.1,8080"})
  void shouldReadAddressAndPort(String text, String host, int port) {
    ListenAddress address = ListenAddress.parse(text);

    assertThat(address.socket().getAddress().getHostAddress()).isEqualTo(host);
    assertThat(address.socket().getPort()).isEqualTo(port);
  }

  @Test
  void shouldMeanAllAddressesByAStar() {
    assertThat(ListenAddress.parse("*:9").socket().getAddress().isAnyLocalAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "1.2.3.4:", ":80", "::1:80", "1.2.3.4:70000", "99999"})
  void shouldRefuseAnythingElse(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("where to listen is ADDRESS:PORT");
  }
}
