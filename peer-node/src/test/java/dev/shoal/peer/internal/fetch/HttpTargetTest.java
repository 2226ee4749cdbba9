package dev.shoal.peer.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.DownloadOptions;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.org,            example.org,      80, example.org,        /",
    "HTTP://example.org:80/,        example.org,      80, example.org,        /",
    "https://example.org/a%20b?c=d, example.org,     443, example.org,        /a%20b?c=d",
    "https://example.org:8443?x,    example.org,    8443, example.org:8443,   /?x",
    "http://[2001:db8::1]:8080/f,   2001:db8::1,    8080, [2001:db8::1]:8080, /f",
    "http://10.0.0.1/f,             10.0.0.1,         80, 10.0.0.1,           /f"
  })
  void shouldTellWhatARequestNeeds(String url, String host, int port, String header, String path) {
    HttpTarget target = HttpTarget.of(URI.create(url));
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.hostHeader()).isEqualTo(header);
    assertThat(target.requestTarget()).isEqualTo(path);
  }

  @Test
  void shouldEscapeWhatIsNotAscii() {
    HttpTarget target = HttpTarget.of(URI.create("http://example.org/ü?ß"));
    assertThat(target.requestTarget()).isEqualTo("/%C3%BC?%C3%9F");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org/f",
        "file:///etc/passwd",
        "/f",
        "mailto:a@b",
        "http:///f",
        "http://user:hunter2@example.org/f",
        "http://user@example.org/f",
        "http://example.org/f#part",
        "http://example.org:0/f",
        "http://example.org:65536/f"
      })
  void shouldRefuseWhatIsNoUrlOfAFile(String url) {
    URI uri = URI.create(url);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DownloadOptions.defaults().withHttpSources(List.of(uri)))
        .withMessageStartingWith("the URL ")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void shouldRefuseTooManyUrls() {
    URI uri = URI.create("http://example.org");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DownloadOptions.defaults().withHttpSources(Collections.nCopies(17, uri)))
        .withMessage("a download has at most 16 URLs as sources, not 17");
  }

  @Test
  void shouldKeepTheQueryToItself() {
    HttpTarget target = HttpTarget.of(URI.create("https://example.org/f?signature=secret"));
    assertThat(target.name()).isEqualTo("https://example.org/f");
    assertThat(target).hasToString("https://example.org/f");
  }

  @ParameterizedTest
  @CsvSource({
    "other,                     http://example.org/dir/other",
    "/other?x=y,                http://example.org/other?x=y",
    "//cdn.example.org/f,       http://cdn.example.org/f",
    "https://example.org/f#top, https://example.org/f",
    "#top,                      http://example.org/dir/f"
  })
  void shouldResolveRedirects(String location, String expected) {
    HttpTarget from = HttpTarget.of(URI.create("http://example.org/dir/f"));
    assertThat(from.resolve(location).uri()).isEqualTo(URI.create(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ftp://example.org/", "http://user@example.org/", "http://"})
  void shouldRefuseRedirectsToWhatIsNoUrlOfAFile(String location) {
    HttpTarget from = HttpTarget.of(URI.create("http://example.org/dir/f"));
    assertThatIllegalArgumentException().isThrownBy(() -> from.resolve(location));
  }
}
