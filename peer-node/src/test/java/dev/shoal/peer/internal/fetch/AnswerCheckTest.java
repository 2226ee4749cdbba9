package dev.shoal.peer.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCheckTest {
  private static final FileRange MIDDLE = new FileRange(100, 50, 1000);
  private static final FileRange WHOLE = new FileRange(0, 1000, 1000);

  private final AnswerCheck check = new AnswerCheck(() -> Instant.parse("2030-01-01T00:00:00Z"));

  @ParameterizedTest
  @ValueSource(strings = {"bytes 100-149/1000", "Bytes 100-149/*", "bytes  100-149/1000"})
  void shouldAcceptThePartThatWasAskedFor(String range) {
    assertThatCode(() -> check.check(head(206, "Content-Range", range), MIDDLE))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldAcceptAllOfTheFileWhereThePartIsAllOfIt() {
    assertThatCode(() -> check.check(head(200, "Content-Length", "1000"), WHOLE))
        .doesNotThrowAnyException();
    assertThatCode(() -> check.check(head(200), WHOLE)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 100-148/1000",
        "bytes 101-150/1000",
        "bytes 0-49/1000",
        "bytes 100-149",
        "items 100-149/1000",
        "bytes */1000",
        "bytes 100-99999999999999999999/1000",
        ""
      })
  void shouldRefuseAnotherPart(String range) {
    HttpFailure failure = failure(head(206, "Content-Range", range), MIDDLE);
    assertThat(failure).hasMessage("the server sends another part than it was asked for");
    assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.LASTING);
  }

  @ParameterizedTest
  @CsvSource({
    "206, Content-Range, bytes 100-149/999",
    "416, Content-Range, bytes */999",
    "200, Content-Length, 999"
  })
  void shouldKnowAnotherFileByItsLength(int status, String name, String value) {
    HttpFailure failure = failure(head(status, name, value), MIDDLE);
    assertThat(failure).hasMessage("what is there is 999 bytes long, and the file 1000");
    assertThat(failure.kind()).isEqualTo(HttpFailure.Kind.OTHER_CONTENT);
  }

  @ParameterizedTest
  @CsvSource({
    "200, LASTING, 'the server sends whole files only, and not the parts it is asked for'",
    "204, LASTING, the server answered 204",
    "302, LASTING, it redirects (302) to nowhere",
    "400, LASTING, the server answered 400",
    "401, PASSING, the server refuses it (401)",
    "403, PASSING, the server refuses it (403)",
    "404, PASSING, the server has no such file (404)",
    "410, PASSING, the server has no such file (410)",
    "416, OTHER_CONTENT, 'what is there is shorter, and the file 1000'",
    "429, PASSING, the server has too much to do (429)",
    "500, PASSING, the server failed (500)",
    "503, PASSING, the server has too much to do (503)"
  })
  void shouldSayWhatAStatusMeans(int status, HttpFailure.Kind kind, String message) {
    HttpFailure failure = failure(head(status), MIDDLE);
    assertThat(failure).hasMessage(message);
    assertThat(failure.kind()).isEqualTo(kind);
  }

  @Test
  void shouldRefuseWhatIsCompressed() {
    HttpResponse head = head(206, "Content-Range", "bytes 100-149/1000");
    head.headers().set("Content-Encoding", "gzip");
    assertThat(failure(head, MIDDLE)).hasMessageStartingWith("the server sends it compressed");
    head.headers().set("Content-Encoding", "Identity");
    assertThatCode(() -> check.check(head, MIDDLE)).doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAnAnnouncedLengthThatIsNotTheParts() {
    HttpResponse head = head(206, "Content-Range", "bytes 100-149/1000");
    head.headers().set("Content-Length", "51");
    assertThat(failure(head, MIDDLE))
        .hasMessage("the server announces 51 bytes where it was asked for 50");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void shouldTellWhereARedirectLeads(int status) {
    HttpResponse head = head(status, "Location", "/there");
    HttpRedirect redirect =
        catchThrowableOfType(HttpRedirect.class, () -> check.check(head, MIDDLE));
    assertThat(redirect.location()).isEqualTo("/there");
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "'Tue, 1 Jan 2030 00:00:30 GMT', 30",
    "'Mon, 31 Dec 2029 00:00:00 GMT', 0",
    "999999999999999999, 600",
    "-5, 0",
    "soon, 0"
  })
  void shouldHeedHowLongTheServerWantsToBeLeftAlone(String value, long seconds) {
    assertThat(failure(head(503, "Retry-After", value), MIDDLE).retryAfter())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  private HttpFailure failure(HttpResponse head, FileRange range) {
    return catchThrowableOfType(HttpFailure.class, () -> check.check(head, range));
  }

  private static HttpResponse head(int status) {
    return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
  }

  private static HttpResponse head(int status, String name, String value) {
    HttpResponse head = head(status);
    head.headers().set(name, value);
    return head;
  }
}
