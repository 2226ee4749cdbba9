package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressViewTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // source's connection (from, to), listens everywhere, asker's connection (from, to), given
    "another machine,            10.0.0.7, 10.0.0.1, false, 10.0.0.8, 10.0.0.1, 10.0.0.7",
    "another machine everywhere, 10.0.0.7, 10.0.0.1, true,  10.0.0.8, 10.0.0.1, 10.0.0.7",
    "across families,            2001:db8::7, 2001:db8::1, false, 10.0.0.8, 10.0.0.1, 2001:db8::7",
    "tracker's machine,          127.0.0.1, 127.0.0.1, true,  10.0.0.8, 10.0.0.1, 10.0.0.1",
    "tracker's machine by IPv6,  ::1, ::1, true, 2001:db8::8, 2001:db8::1, 2001:db8::1",
    "both on tracker's machine,  127.0.0.1, 127.0.0.1, true,  127.0.0.1, 127.0.0.1, 127.0.0.1",
    "tracker's outer address,    10.0.0.1, 10.0.0.1, true,  172.16.0.8, 172.16.0.1, 172.16.0.1",
    "tracker's machine one bind, 10.0.0.1, 10.0.0.1, false, 172.16.0.8, 172.16.0.1, 10.0.0.1",
    "another loopback address,   127.0.0.2, 127.0.0.1, false, 127.0.0.1, 127.0.0.1, 127.0.0.2",
  })
  void shouldGiveReachableHostWhen(
      String situation,
      String from,
      String to,
      boolean everywhere,
      String askerFrom,
      String askerTo,
      String given) {
    AddressView source = new AddressView(FakeCaller.host(from), FakeCaller.host(to));
    AddressView asker = new AddressView(FakeCaller.host(askerFrom), FakeCaller.host(askerTo));

    assertThat(asker.hostOf(source, everywhere)).as(situation).isEqualTo(FakeCaller.host(given));
  }

  @Test
  void shouldGiveNoHostWhenLoopbackAddressWouldMeanAskersOwnMachine() {
    AddressView source = FakeCaller.from("127.0.0.1").addresses();

    assertThat(FakeCaller.from("10.0.0.8").addresses().hostOf(source, false)).isNull();
  }

  @Test
  void shouldGiveLoopbackHostWhenAskerUsesOuterAddressOfTrackersMachine() {
    AddressView source = FakeCaller.from("127.0.0.2").addresses();
    AddressView asker = FakeCaller.from(FakeCaller.TRACKER).addresses();

    assertThat(asker.hostOf(source, false)).isEqualTo(FakeCaller.host("127.0.0.2"));
  }
}
