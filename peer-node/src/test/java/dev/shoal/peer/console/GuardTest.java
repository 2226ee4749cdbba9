package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shoal.transport.http.HttpException;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final InetSocketAddress LOCAL = at("127.0.0.1", 8000);

  private final Token token = Token.random();
  private final TokenGuesses guesses = new TokenGuesses();
  private final Map<String, List<String>> headers =
      new HashMap<>(Map.of("host", List.of("127.0.0.1:8000")));
  private InetSocketAddress local = LOCAL;
  private InetSocketAddress remote = at("127.0.0.1", 50_000);
  private long nanos = Long.MAX_VALUE - 5; // it may overflow
  private final Guard guard =
      new Guard(new HostNames(List.of("nas.lan")), token, guesses, () -> nanos);

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), port);
  }

  private Caller caller() {
    return new Caller("GET", name -> headers.getOrDefault(name, List.of()), remote, local);
  }

  private void with(String name, String... values) {
    headers.put(name, List.of(values));
  }

  private int refusal(boolean page) {
    HttpException refused =
        catchThrowableOfType(HttpException.class, () -> guard.checkSite(caller(), page));
    return refused == null ? 200 : refused.status();
  }

  private int tokenRefusal() {
    HttpException refused =
        catchThrowableOfType(HttpException.class, () -> guard.checkToken(caller()));
    return refused == null ? 200 : refused.status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8000",
        "127.0.0.1",
        "localhost:8000",
        "LOCALHOST",
        "127.0.0.1:9999",
        "nas.lan",
        "NAS.lan:8000"
      })
  void shouldTakeItsOwnNames(String host) {
    with("host", host);

    assertThat(refusal(false)).isEqualTo(200);
  }

  /** What DNS rebinding looks like from here: a name of somebody else's leads to this machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8000",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8000",
        "127.0.0.1@evil.example",
        "nas.lan.evil.example",
        "nas.lan.",
        "192.168.1.7:8000",
        "127.0.0.2",
        "0.0.0.0:8000",
        "2130706433",
        "0x7f000001",
        "[::1]:8000",
        "[::ffff:127.0.0.1",
        "127.0.0.1:8000:8000",
        "127.0.0.1 evil.example",
        ""
      })
  void shouldRefuseNamesThatAreNotItsOwn(String host) {
    with("host", host);

    assertThat(refusal(false)).isEqualTo(403);
    assertThat(refusal(true)).isEqualTo(403);
  }

  @Test
  void shouldRefuseWhenThereIsNoHostOrMoreThanOne() {
    headers.remove("host");
    assertThat(refusal(true)).isEqualTo(400);

    with("host", "127.0.0.1:8000", "evil.example");
    assertThat(refusal(true)).isEqualTo(400);
  }

  @Test
  void shouldTakeTheAddressThatWasReachedWhenItListensAtAll() {
    local = at("192.168.1.7", 8000);
    with("host", "192.168.1.7:8000");
    assertThat(refusal(false)).isEqualTo(200);

    with("host", "localhost:8000");
    assertThat(refusal(false)).isEqualTo(403);

    local = at("::1", 8000);
    with("host", "[::1]:8000");
    assertThat(refusal(false)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000,200",
    "HTTP://127.0.0.1:8000,200",
    "http://127.0.0.1,403",
    "http://127.0.0.1:8001,403",
    "https://127.0.0.1:8000,403",
    "http://localhost:8000,403",
    "http://evil.example,403",
    "http://127.0.0.1:8000.evil.example,403",
    "null,403",
    "'',403"
  })
  void shouldTakeRequestsOfItsOwnPageOnly(String origin, int status) {
    with("origin", origin);

    assertThat(refusal(false)).isEqualTo(status);
    assertThat(refusal(true)).isEqualTo(status);
  }

  @Test
  void shouldRefuseMoreThanOneOrigin() {
    with("origin", "http://127.0.0.1:8000", "http://evil.example");

    assertThat(refusal(false)).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin,200",
    "none,200",
    "cross-site,403",
    "same-site,403",
    "'',403",
    "nonsense,403"
  })
  void shouldRefuseWhatTheBrowserSaysComesFromElsewhere(String site, int status) {
    with("sec-fetch-site", site);

    assertThat(refusal(false)).isEqualTo(status);
    assertThat(refusal(true)).isEqualTo(status);
  }

  @Test
  void shouldLetALinkLeadToThePageThoughNotToTheApi() {
    with("sec-fetch-site", "cross-site");
    with("sec-fetch-mode", "navigate");
    with("sec-fetch-dest", "document");
    assertThat(refusal(true)).isEqualTo(200);
    assertThat(refusal(false)).isEqualTo(403);

    with("sec-fetch-dest", "iframe");
    assertThat(refusal(true)).isEqualTo(403);
  }

  @Test
  void shouldTakeTheTokenAndNothingElse() {
    assertThat(tokenRefusal()).isEqualTo(401);
    with("authorization", "Bearer " + token.text());
    assertThat(tokenRefusal()).isEqualTo(200);
    with("authorization", "bearer " + token.text());
    assertThat(tokenRefusal()).isEqualTo(200);

    for (String wrong :
        List.of(
            token.text(),
            "Basic " + token.text(),
            "Bearer " + Token.random().text(),
            "Bearer " + token.text().substring(1),
            "Bearer " + token.text() + "A",
            "Bearer",
            "Bearer ",
            "")) {
      with("authorization", wrong);
      assertThat(tokenRefusal()).as(wrong).isEqualTo(401);
    }
    with("authorization", "Bearer " + token.text(), "Bearer " + token.text());
    assertThat(tokenRefusal()).isEqualTo(401);
  }

  @Test
  void shouldSlowGuessersDownAndNeverTheOwner() {
    with("authorization", "Bearer " + Token.random().text());
    List<Integer> refusals = new ArrayList<>();
    for (int guess = 0; guess < 30; guess++) {
      refusals.add(tokenRefusal());
    }
    assertThat(refusals.subList(0, 20)).containsOnly(401);
    assertThat(refusals.subList(20, 30)).containsOnly(429);

    nanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(tokenRefusal()).isEqualTo(401);
    assertThat(tokenRefusal()).isEqualTo(429);

    with("authorization", "Bearer " + token.text());
    assertThatCode(() -> guard.checkToken(caller())).doesNotThrowAnyException();
  }

  @Test
  void shouldRememberABoundedNumberOfGuessers() {
    with("authorization", "Bearer nonsense");
    for (int i = 0; i < 3000; i++) {
      remote = at("10.0." + i / 250 + "." + i % 250, 1);
      tokenRefusal();
    }

    assertThat(guesses.size()).isEqualTo(1024);
  }
}
