package dev.shoal.peer.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.peer.HttpSourcePolicy.PrivateAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopRulesTest {
  private static final String NAS = "http://nas.example:8080/f";

  @ParameterizedTest
  @EnumSource(names = {"GIVEN", "REDIRECTED"})
  void shouldDialWhateverTheUserGave(PrivateAddresses allowed) throws Exception {
    assertThat(permitted(allowed, NAS, null, "192.168.0.1", "8.8.8.8")).hasSize(2);
    assertThat(permitted(allowed, "http://localhost/", null, "127.0.0.1")).hasSize(1);
    assertThat(permitted(allowed, "http://169.254.169.254/", null, "169.254.169.254")).hasSize(1);
  }

  @Test
  void shouldDialThePublicOnesAloneWhenNoOthersAreAllowed() throws Exception {
    assertThat(permitted(PrivateAddresses.NEVER, NAS, null, "192.168.0.1", "8.8.8.8"))
        .containsExactly(new InetSocketAddress("8.8.8.8", 8080));
    assertThatThrownBy(() -> permitted(PrivateAddresses.NEVER, NAS, null, "192.168.0.1"))
        .isInstanceOf(HttpFailure.class)
        .hasMessage("it is at an address that must not be dialled");
  }

  @Test
  void shouldNeverDialMulticast() {
    assertThatThrownBy(() -> permitted(PrivateAddresses.REDIRECTED, NAS, null, "239.255.255.250"))
        .isInstanceOf(HttpFailure.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotLetAPublicServerRedirectToAnAddressThatIsNotPublic(PrivateAddresses allowed) {
    HttpHop from = hop("https://example.org/f", "8.8.8.8");
    for (String address :
        List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0")) {
      assertThatThrownBy(() -> permitted(allowed, "https://example.com/f", from, address))
          .isInstanceOf(HttpFailure.class)
          .hasMessage("it redirects to an address that is not public, which is not followed");
    }
  }

  @Test
  void shouldNotLetANameThatWasPublicTurnPrivateWhenItRedirectsToItself() {
    HttpHop from = hop("https://example.org/f", "8.8.8.8");
    assertThatThrownBy(
            () -> permitted(PrivateAddresses.GIVEN, "https://example.org/g", from, "127.0.0.1"))
        .isInstanceOf(HttpFailure.class);
  }

  @Test
  void shouldLetAPrivateServerRedirectWithinItselfAndToPublicOnes() throws Exception {
    HttpHop from = hop(NAS, "192.168.0.1");
    PrivateAddresses given = PrivateAddresses.GIVEN;
    assertThat(permitted(given, "http://nas.example:8080/g", from, "192.168.0.1")).hasSize(1);
    assertThat(permitted(given, "https://example.org/g", from, "8.8.8.8")).hasSize(1);
    assertThatThrownBy(() -> permitted(given, "http://nas.example:8081/g", from, "192.168.0.1"))
        .isInstanceOf(HttpFailure.class);
    assertThatThrownBy(() -> permitted(given, "http://nas.example:8080/g", from, "192.168.0.2"))
        .isInstanceOf(HttpFailure.class);
  }

  @Test
  void shouldLetAPrivateServerRedirectToOthersWhenThatIsAllowed() throws Exception {
    HttpHop from = hop(NAS, "192.168.0.1");
    assertThat(permitted(PrivateAddresses.REDIRECTED, "http://other/", from, "192.168.0.2"))
        .hasSize(1);
  }

  @Test
  void shouldFollowRedirectsUpToAPoint() throws Exception {
    HopRules rules = new HopRules(HttpSourcePolicy.builder().redirects(2).build());
    HttpHop from = hop("http://example.org/f", "8.8.8.8");
    assertThat(rules.redirect(from, "https://example.com/", 1).host()).isEqualTo("example.com");
    assertThatThrownBy(() -> rules.redirect(from, "/g", 2))
        .hasMessage("it redirects more than 2 times");
  }

  @Test
  void shouldNotFollowARedirectFromHttpsToHttp() {
    HopRules rules = new HopRules(HttpSourcePolicy.defaults());
    HttpHop from = hop("https://example.org/f", "8.8.8.8");
    assertThatThrownBy(() -> rules.redirect(from, "http://example.org/f", 0))
        .hasMessage("it redirects from https down to http, which is not followed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "gopher://example.org", "http://a b/", "http://u@h/"})
  void shouldNotFollowARedirectToWhatIsNoUrlOfAFile(String location) {
    HopRules rules = new HopRules(HttpSourcePolicy.defaults());
    HttpHop from = hop("http://example.org/f", "8.8.8.8");
    assertThatThrownBy(() -> rules.redirect(from, location, 0)).isInstanceOf(HttpFailure.class);
  }

  @ParameterizedTest
  @CsvSource({"0, connections", "65, connections"})
  void shouldRefusePoliciesThatAreOutOfRange(int connections, String name) {
    assertThatThrownBy(() -> HttpSourcePolicy.builder().connections(connections).build())
        .hasMessageStartingWith(name + " must be from 1 to 64");
  }

  private static List<InetSocketAddress> permitted(
      PrivateAddresses allowed, String url, @Nullable HttpHop from, String... addresses)
      throws HttpFailure {
    return new HopRules(HttpSourcePolicy.builder().privateAddresses(allowed).build())
        .permitted(
            HttpTarget.of(URI.create(url)),
            Arrays.stream(addresses).map(HopRulesTest::address).toList(),
            from);
  }

  private static HttpHop hop(String url, String address) {
    HttpTarget target = HttpTarget.of(URI.create(url));
    return new HttpHop(target, new InetSocketAddress(address(address), target.port()));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
