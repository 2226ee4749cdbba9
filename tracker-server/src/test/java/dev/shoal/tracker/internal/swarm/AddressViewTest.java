package dev.shoal.tracker.internal.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.PackedAddress;
import dev.shoal.protocol.ProtocolException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressViewTest {
  private static final int PORT = 65_000;

  private final SwarmIndex swarms = Some.index();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // source's connection (from, to), listens everywhere, asker's connection (from, to), given
    "another machine,            10.0.0.7, 10.0.0.1, false, 10.0.0.8, 10.0.0.1, 10.0.0.7",
    "another machine everywhere, 10.0.0.7, 10.0.0.1, true,  10.0.0.8, 10.0.0.1, 10.0.0.7",
    "high address,               250.1.2.255, 10.0.0.1, true,  10.0.0.8, 10.0.0.1, 250.1.2.255",
    "across families,            2001:db8::7, 2001:db8::1, false, 10.0.0.8, 10.0.0.1, 2001:db8::7",
    "tracker's machine,          127.0.0.1, 127.0.0.1, true,  10.0.0.8, 10.0.0.1, 10.0.0.1",
    "tracker's machine by IPv6,  ::1, ::1, true, 2001:db8::8, 2001:db8::1, 2001:db8::1",
    "its families crossed,       ::1, ::1, true, 10.0.0.8, 10.0.0.1, 10.0.0.1",
    "its families crossed back,  127.0.0.1, 127.0.0.1, true, 2001:db8::8, 2001:db8::1, 2001:db8::1",
    "both on tracker's machine,  127.0.0.1, 127.0.0.1, true,  127.0.0.1, 127.0.0.1, 127.0.0.1",
    "both there by IPv6,         ::1, ::1, false, ::1, ::1, ::1",
    "tracker's outer address,    10.0.0.1, 10.0.0.1, true,  172.16.0.8, 172.16.0.1, 172.16.0.1",
    "tracker's machine one bind, 10.0.0.1, 10.0.0.1, false, 172.16.0.8, 172.16.0.1, 10.0.0.1",
    "another loopback address,   127.0.0.2, 127.0.0.1, false, 127.0.0.1, 127.0.0.1, 127.0.0.2",
    "loopback and outer address, 127.0.0.2, 127.0.0.1, false, 10.0.0.1, 10.0.0.1, 127.0.0.2",
  })
  void shouldGiveReachableHostWhen(
      String situation,
      String from,
      String to,
      boolean everywhere,
      String askerFrom,
      String askerTo,
      String given)
      throws ProtocolException {
    enter(Some.view(from, to), everywhere);

    assertThat(given(Some.view(askerFrom, askerTo)))
        .as(situation)
        .containsExactly(new InetSocketAddress(Some.host(given), PORT));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.2", "::1, 2001:db8::1"})
  void shouldGiveNoHostWhenLoopbackAddressWouldMeanAskersOwnMachine(String from, String to)
      throws ProtocolException {
    enter(Some.view(from, to), false);

    assertThat(given(Some.view("10.0.0.8"))).isEmpty();
  }

  @Test
  void shouldRememberBothEnds() {
    AddressView view = Some.view("10.0.0.7", "2001:db8::1");

    assertThat(view.remote()).isEqualTo(Some.host("10.0.0.7"));
    assertThat(view.local()).isEqualTo(Some.host("2001:db8::1"));
  }

  private void enter(AddressView source, boolean everywhere) {
    Registrations registrations = swarms.open();
    swarms.stand(registrations, Standing.SHOWN, SourceAddress.of(source, PORT, everywhere));
    Some.put(swarms, registrations, 1, true);
  }

  private List<InetSocketAddress> given(AddressView asker) throws ProtocolException {
    SourceSample sample = new SourceSample();
    sample.begin(asker, SourceSample.NOBODY, 9, false, false);
    swarms.sample(swarms.find(1, 0, 0, 0), sample);
    List<InetSocketAddress> given = new ArrayList<>();
    given.addAll(
        PackedAddress.unpack(
            sample.packed(true, true).asReadOnlyByteBuffer(), PackedAddress.V4_LENGTH));
    given.addAll(
        PackedAddress.unpack(
            sample.packed(true, false).asReadOnlyByteBuffer(), PackedAddress.V6_LENGTH));
    return given;
  }
}
