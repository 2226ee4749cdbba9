package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
  @Test
  void shouldDecodeEachSegmentOnce() {
    HttpTarget target = HttpTarget.of("/a%20b/c%2Fd/%2541/?x=1%262&y&x=3");
    assertThat(target.segments()).containsExactly("a b", "c/d", "%41", "");
    assertThat(target.path()).isEqualTo("/a b/c/d/%41/");
    assertThat(target.query().get("x")).containsExactly("1&2", "3");
    assertThat(target.query().get("y")).containsExactly("");
  }

  @Test
  void shouldTakeWholeAddressesAsProxiesDo() {
    assertThat(HttpTarget.of("http://host:80/a?b=c").segments()).isEqualTo(List.of("a"));
    assertThat(HttpTarget.of("HTTP://host").path()).isEqualTo("/");
  }

  @Test
  void shouldUnderstandUtf8HoweverItIsSent() {
    assertThat(HttpTarget.of("/%C3%B6").path()).isEqualTo("/ö");
    assertThat(HttpTarget.of("/\u00C3\u00B6").path()).as("bytes").isEqualTo("/ö");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "*", "a", "host:80", "ftp://host/", "/..", "/a/../b", "/./a", "/%2e%2e/a", "/%2E./a",
        "/%", "/%4", "/%zz", "/%00", "/a%0Ab", "/%C3", "/%FF", "/%C0%AE%C0%AE/", "/a#b", "/\u20AC",
        "/?a=%", "/?a=%zz"
      })
  void shouldRefuseWhatNamesNoPathOrOneUpwards(String target) {
    assertThatThrownBy(() -> HttpTarget.of(target))
        .isInstanceOf(HttpException.class)
        .extracting("status")
        .isEqualTo(400);
  }

  @Property(tries = 500)
  void shouldNeverYieldAWayUpWhateverIsAskedFor(@ForAll String text) {
    try {
      assertThat(HttpTarget.of("/" + text).segments()).doesNotContain(".", "..");
    } catch (HttpException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }
}
