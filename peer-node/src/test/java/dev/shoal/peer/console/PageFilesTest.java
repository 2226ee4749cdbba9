package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageFilesTest {
  private static final Path SOURCES = Path.of("src/main/resources/dev/shoal/peer/console");

  private final PageFiles files = new PageFiles(Runnable::run);

  private HttpAnswer answer(String path) {
    return files.answer(path, Optional.empty()).join();
  }

  @Test
  void shouldServeEveryFileOfThePage() throws IOException {
    List<String> names;
    try (Stream<Path> all = Files.walk(SOURCES)) {
      names =
          all.filter(Files::isRegularFile)
              .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.equals("openapi.json"))
              .toList();
    }

    assertThat(names)
        .contains("index.html", "main.js")
        .allSatisfy(name -> assertThat(answer("/" + name).status()).as(name).isEqualTo(200));
  }

  @Test
  void shouldLetThePageLoadNothingFromElsewhere() {
    for (String path : List.of("/", "/main.js")) {
      assertThat(answer(path).header("content-security-policy"))
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'");
      assertThat(answer(path).header("x-content-type-options")).isEqualTo("nosniff");
    }
    assertThat(answer("/").header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer("/main.js").header("content-type"))
        .isEqualTo("text/javascript; charset=utf-8");
  }

  @Test
  void shouldNotSendAgainWhatIsKnown() {
    String tag = answer("/").header("etag");

    assertThat(files.answer("/", Optional.of("\"old\", " + tag)).join().status()).isEqualTo(304);
    assertThat(files.answer("/", Optional.of("\"old\"")).join().status()).isEqualTo(200);
    assertThat(answer("/main.js").header("etag")).isNotEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../cli/Version.class",
        "/PageFiles.class",
        "/openapi.json",
        "/nothing.js",
        "//etc/passwd.js",
        "/../../../../../logback.html",
        "/..\\main.js",
        "/parts/../main.js",
        "/./main.js",
        "/parts//copy.js",
        "/%2e%2e/main.js",
        "/main.js%00.png",
        "/main.js\0.png",
        "/main.js/",
        "/MAIN.js",
        "/parts",
        "/a/b/c.js",
        "/.js",
        "/file:/etc/hosts.js",
        ""
      })
  void shouldServeNothingElse(String path) {
    String asked = path.isEmpty() ? "/index" : path;

    assertThatThrownBy(() -> answer(asked))
        .cause()
        .isInstanceOfSatisfying(
            HttpException.class, refused -> assertThat(refused.status()).isEqualTo(404));
  }
}
