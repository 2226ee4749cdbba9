package dev.shoal.peer.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "lan-host, lan-host, 7070",
    "lan-host:1, lan-host, 1",
    "10.0.0.1:65535, 10.0.0.1, 65535",
    "[::1], ::1, 7070",
    "[::1]:80, ::1, 80",
    "::1, ::1, 7070",
    "fe80::1%eth0, fe80::1%eth0, 7070",
    "fe80::, fe80::, 7070"
  })
  void shouldReadWhatAPersonWrites(String text, String host, int port) {
    TrackerAddress address = TrackerAddress.parse(text);
    assertThat(address).isEqualTo(new TrackerAddress(host, port));
    assertThat(TrackerAddress.parse(address.toString())).isEqualTo(address);
  }

  /** As long as names in DNS can be, so that each fits into a line of the known trackers. */
  @Test
  void shouldTakeNoHostThatIsLongerThanAnyName() {
    assertThat(TrackerAddress.parse("h".repeat(253)).port()).isEqualTo(7070);
    assertThatThrownBy(() -> TrackerAddress.parse("h".repeat(254)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        ":80",
        "host:",
        "host:0",
        "host:65536",
        "host:-1",
        "host:x",
        "[::1",
        "[]:80",
        "[::1]80",
        "[::1]:",
        "http://host:80",
        "two words",
        "host/path",
        "x:y:z",
        "user@host",
        "#host",
        "\u001chost",
        "\u2003host",
        "fe80::1%\u2003"
      })
  void shouldRefuseWithASentenceWhenItIsNoAddress(String text) {
    assertThatThrownBy(() -> TrackerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a tracker is HOST:PORT with a port from 1 to 65535, not: ");
  }
}
