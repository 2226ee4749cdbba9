package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteIdentityTest {
  private static final PeerId ID = PeerId.fromBytes(new byte[PeerId.LENGTH]);

  @ParameterizedTest
  @CsvSource({
    "tracker.example.org, Tracker.Example.ORG, true",
    "*.example.org, tracker.example.org, true",
    "*.example.org, a.tracker.example.org, false",
    "*.example.org, example.org, false",
    "tracker.example.org, tracker.example.com, false",
    "10.0.0.7, 10.0.0.7, true",
    "10.0.0.7, 10.0.0.8, false",
    "*.0.0.7, 10.0.0.7, false",
    "0:0:0:0:0:0:0:1, ::1, true"
  })
  void shouldBeIssuedToTheHostsThatItsCertificateNames(String name, String host, boolean same) {
    assertThat(new RemoteIdentity(ID, true, "", List.of(name)).isIssuedTo(host)).isEqualTo(same);
  }

  @Test
  void shouldBeIssuedToNobodyWhenNoAuthorityIssuedIt() {
    var selfSigned = new RemoteIdentity(ID, false, "", List.of("tracker.example.org"));
    assertThat(selfSigned.isIssuedTo("tracker.example.org")).isFalse();
  }
}
