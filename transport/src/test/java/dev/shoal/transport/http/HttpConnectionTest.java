package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60))
          .withLeastRate(1000, Duration.ofSeconds(10));

  private final List<HttpCall> calls = new ArrayList<>();
  private final Deque<CompletableFuture<HttpAnswer>> answers = new ArrayDeque<>();
  private final Client client = client(LIMITS);

  @AfterEach
  void close() {
    client.close();
  }

  private Client client(HttpLimits limits) {
    return new Client(
        limits,
        call -> {
          calls.add(call);
          CompletableFuture<HttpAnswer> prepared = answers.poll();
          return prepared == null
              ? CompletableFuture.completedFuture(HttpAnswer.text(200, call.path()))
              : prepared;
        });
  }

  private CompletableFuture<HttpAnswer> answer() {
    CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  @Test
  void shouldAnswerWhatIsAskedInOneGoOneAfterAnother() {
    CompletableFuture<HttpAnswer> first = answer();
    String request = "GET /%s HTTP/1.1\r\nHost: here\r\n\r\n";
    client.send(request.replace("%s", "1") + request.replace("%s", "2"));
    assertThat(calls).hasSize(1);

    first.complete(HttpAnswer.text(200, "one"));
    assertThat(client.received()).contains("\r\n\r\none").endsWith("\r\n\r\n/2");
    assertThat(calls).hasSize(2);
    assertThat(client.isConnected()).isTrue();
  }

  /** As {@code nc} does at the end of its input. */
  @Test
  void shouldAnswerAllThatWasAskedWhenTheClientSendsNothingMore() {
    CompletableFuture<HttpAnswer> first = answer();
    client.get("/1").get("/2").endInput();
    assertThat(client.isConnected()).isTrue();

    first.complete(HttpAnswer.text(200, "one"));
    assertThat(client.received()).contains("\r\n\r\none").endsWith("\r\n\r\n/2");
    assertThat(client.isConnected()).as("there is no more to come").isFalse();
  }

  @Test
  void shouldReadABodyThatIsHereWhenTheClientSendsNothingMore() {
    List<CompletableFuture<String>> texts = new ArrayList<>();
    try (Client other =
        new Client(
            LIMITS,
            call -> {
              texts.add(call.text(10));
              return texts.get(0).thenApply(text -> HttpAnswer.text(200, text));
            })) {
      other.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody").endInput();
      assertThat(other.received()).endsWith("body");
      assertThat(other.isConnected()).isFalse();
    }
    assertThat(texts).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HT",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo"
      })
  void shouldCloseWhenTheClientLeavesBetweenRequestsOrInTheMiddleOfOne(String sent) {
    client.send(sent).endInput();
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldEndAStreamOfEventsWhenTheClientEndsItsSide() {
    List<String> told = new ArrayList<>();
    HttpEventSource source =
        new HttpEventSource() {
          @Override
          public void open(HttpEventSink sink) {
            told.add("open");
          }

          @Override
          public void closed() {
            told.add("closed");
          }
        };
    answer().complete(HttpAnswer.events(source));
    client.get("/").endInput();
    assertThat(client.isConnected()).isFalse();
    assertThat(told).containsExactly("open", "closed");

    CompletableFuture<HttpAnswer> late = answer();
    try (Client gone = client(LIMITS)) {
      gone.get("/").endInput();
      late.complete(HttpAnswer.events(source));
      gone.received();
      assertThat(gone.isConnected()).isFalse();
    }
    assertThat(told).as("it is not even begun").hasSize(2);
  }

  @Test
  void shouldLetOthersHaveTheirTurnWhenManyRequestsComeInOneGo() {
    List<Integer> before = new ArrayList<>();
    List<String> paths = new ArrayList<>();
    HttpHandler handler =
        call -> {
          paths.add(call.path());
          if (paths.size() == 1) {
            call.executor().execute(() -> before.add(paths.size()));
          }
          return CompletableFuture.completedFuture(HttpAnswer.text(200, call.path()));
        };
    try (Client many = new Client(LIMITS, handler)) {
      many.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
      many.pass(1);
      assertThat(before).singleElement(as(INTEGER)).isLessThanOrEqualTo(16);
      assertThat(paths).as("all are answered in the end").hasSize(1000);
      assertThat(many.isConnected()).isTrue();
    }
  }

  @Test
  void shouldHaveBrowsersDoAsLittleAsPossible() {
    assertThat(client.get("/").received())
        .contains("x-content-type-options: nosniff")
        .contains("referrer-policy: no-referrer")
        .contains("content-security-policy: default-src 'none'")
        .contains("cache-control: no-store")
        .contains("date: ");
    answer().complete(HttpAnswer.text(200, "").withHeader("Cache-Control", "public"));
    assertThat(client.get("/").received())
        .contains("Cache-Control: public\r\n")
        .doesNotContain("store");
  }

  @Test
  void shouldSendHeadersAloneWhenOnlyTheyAreWanted() {
    String head = client.send("HEAD /abc HTTP/1.1\r\nHost: here\r\n\r\n").received();
    assertThat(head).contains("content-length: 4\r\n").endsWith("\r\n\r\n");
    Pieces pieces = new Pieces();
    answer().complete(HttpAnswer.stream(200, "text/plain", 77, pieces));
    String other = client.send("HEAD /abc HTTP/1.1\r\nHost: here\r\n\r\n").received();
    assertThat(other).contains("content-length: 77\r\n").endsWith("\r\n\r\n");
    assertThat(pieces.closed).isEqualTo(1);
    assertThat(client.get("/next").received()).endsWith("/next");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'nonsense\\r\\n\\r\\n'",
    "400, 'GET / HTTP/1.1\\r\\n\\r\\n'",
    "400, 'GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n'",
    "400, 'GET / HTTP/1.1\\r\\nHost: a\\r\\nBad Name: b\\r\\n\\r\\n'",
    "400, 'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: x\\r\\n\\r\\n'",
    "400, 'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n'",
    "400, 'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n'",
    "400, 'POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n'",
    "400, 'POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n'",
    "501, 'POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n'",
    "417, 'POST / HTTP/1.1\\r\\nHost: a\\r\\nExpect: wonders\\r\\nContent-Length: 1\\r\\n\\r\\n'",
    "505, 'GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n'",
  })
  void shouldRefuseWhatIsNotAsItMustBe(int status, String request) {
    String answer = client.send(request.replace("\\r\\n", "\r\n")).received();
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("connection: close");
    assertThat(client.isConnected()).isFalse();
    assertThat(calls).isEmpty();
  }

  @Test
  void shouldRefusePathsThatLeadUpwardsBeforeAnybodySeesThem() {
    assertThat(client.get("/a/%2e%2e/b").received()).startsWith("HTTP/1.1 400 ");
    assertThat(calls).isEmpty();
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldRefuseWhatIsTooLong() {
    client.send("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n");
    assertThat(client.received()).startsWith("HTTP/1.1 414 ");
    try (Client other = client(LIMITS)) {
      other.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
      assertThat(other.received()).startsWith("HTTP/1.1 431 ");
      assertThat(other.isConnected()).isFalse();
    }
  }

  @Test
  void shouldCloseWhenAskedTo() {
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(client.received()).contains("connection: close");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldServeOldClientsToo() {
    assertThat(client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").received())
        .contains("connection: keep-alive");
    assertThat(client.isConnected()).isTrue();
    assertThat(client.send("GET / HTTP/1.0\r\n\r\n").received()).contains("connection: close");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldCloseAfterSoManyRequests() {
    try (Client few = client(LIMITS.withRequestsPerConnection(2))) {
      assertThat(few.get("/1").received()).doesNotContain("connection: close");
      assertThat(few.get("/2").received()).contains("connection: close");
      assertThat(few.isConnected()).isFalse();
    }
  }

  @Test
  void shouldSayThatSomethingIsWrongWithoutSayingWhat() {
    answer().completeExceptionally(new IllegalStateException("secret"));
    assertThat(client.get("/").received()).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
    answer().completeExceptionally(HttpException.methodNotAllowed("PUT"));
    assertThat(client.get("/").received()).startsWith("HTTP/1.1 405 ").contains("allow: PUT");
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldCloseWhenAnAnswerCanNotBeSent() {
    answer()
        .complete(
            HttpAnswer.events(
                new HttpEventSource() {
                  @Override
                  public void open(HttpEventSink sink) {
                    throw new IllegalStateException("no");
                  }

                  @Override
                  public void closed() {}
                }));
    client.get("/");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldTellWhoIsLateWhyWhateverWasAskedBefore() {
    client.send("HEAD / HTTP/1.1\r\nHost: here\r\n\r\n").received();
    client.send("GET /").pass(10);
    assertThat(client.received()).startsWith("HTTP/1.1 408 ").doesNotEndWith("\r\n\r\n");
  }

  @Test
  void shouldDropConnectionsOnWhichNothingComes() {
    assertThat(client.pass(9).isConnected()).isTrue();
    assertThat(client.pass(1).isConnected()).isFalse();
    assertThat(client.received()).isEmpty();
  }

  @Test
  void shouldDropRequestsThatComeDropByDrop() {
    for (String drop :
        List.of("GET / HTTP/1.1\r\n", "Host: a\r\n", "A: b\r\n", "C: d\r\n", "E: ")) {
      client.send(drop).pass(2);
    }
    assertThat(client.received()).startsWith("HTTP/1.1 408 ");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldKeepConnectionsBetweenRequestsForAWhile() {
    client.get("/").pass(59);
    assertThat(client.isConnected()).isTrue();
    assertThat(client.get("/again").pass(59).received()).endsWith("/again");
    assertThat(client.pass(1).isConnected()).isFalse();
  }

  @Test
  void shouldGiveTheHandlerAllTheTimeItWants() {
    CompletableFuture<HttpAnswer> late = answer();
    client.get("/").pass(1000);
    late.complete(HttpAnswer.text(200, "at last"));
    assertThat(client.received()).endsWith("at last");
  }
}
