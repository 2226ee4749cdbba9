package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final HttpLimits LIMITS =
      HttpLimits.defaults().withLeastRate(100, Duration.ofSeconds(10));

  private Function<HttpCall, CompletableFuture<HttpAnswer>> handler =
      call -> call.text(10).thenApply(text -> HttpAnswer.text(200, "got " + text));
  private final Client client = new Client(LIMITS, call -> handler.apply(call));

  @AfterEach
  void close() {
    client.close();
  }

  private Client post(String headers, String body) {
    return client.send("POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n" + body);
  }

  private void expectNext() {
    handler = call -> CompletableFuture.completedFuture(HttpAnswer.text(200, "next"));
    assertThat(client.get("/next").received()).endsWith("next");
  }

  @Test
  void shouldReadTextInOnePieceOrSeveral() {
    assertThat(post("Content-Length: 3", "abc").received()).endsWith("got abc");
    assertThat(post("Content-Length: 4", "ab").received()).isEmpty();
    assertThat(client.send("c").send("d").received()).endsWith("got abcd");
    assertThat(post("Content-Length: 0", "").received()).endsWith("got ");
    expectNext();
  }

  @Test
  void shouldReadChunkedText() {
    post("Transfer-Encoding: chunked", "3\r\nabc\r\n");
    assertThat(client.send("2\r\nde\r\n0\r\n\r\n").received()).endsWith("got abcde");
    expectNext();
  }

  @Test
  void shouldRefuseTextThatIsNoUtf8() {
    assertThat(post("Content-Length: 2", "\u00C3\u00C3").received()).startsWith("HTTP/1.1 400 ");
    expectNext();
  }

  @Test
  void shouldRefuseWhatIsTooLongAndCloseAtOnce() {
    assertThat(post("Content-Length: 1000000", "abc").received())
        .startsWith("HTTP/1.1 413 ")
        .contains("connection: close");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldRefuseWhatTurnsOutTooLong() {
    assertThat(post("Transfer-Encoding: chunked", "b\r\n01234567890\r\n").received())
        .startsWith("HTTP/1.1 413 ");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldPassOverTheShortRestOfWhatIsTooLong() {
    assertThat(post("Content-Length: 20", "01234567890").received())
        .startsWith("HTTP/1.1 413 ")
        .doesNotContain("connection: close");
    client.send("123456789");
    expectNext();
  }

  @Test
  void shouldRefuseMalformedChunks() {
    assertThat(post("Transfer-Encoding: chunked", "zz\r\n").received()).startsWith("HTTP/1.1 400 ");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldPassOverShortBodiesThatNobodyWants() {
    handler = call -> CompletableFuture.completedFuture(HttpAnswer.text(404, "no"));
    assertThat(post("Content-Length: 10", "01234").received()).endsWith("no");
    client.send("56789");
    expectNext();
  }

  @Test
  void shouldWelcomeABodyOnlyWhenItIsWanted() {
    assertThat(post("Expect: 100-continue\r\nContent-Length: 3", "").received())
        .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(client.send("abc").received()).endsWith("got abc");
    handler = call -> CompletableFuture.completedFuture(HttpAnswer.text(404, "no"));
    assertThat(post("Expect: 100-continue\r\nContent-Length: 3", "").received())
        .startsWith("HTTP/1.1 404 ")
        .contains("connection: close");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldDropWhoSendsTooSlowly() {
    handler = call -> call.text(100_000).thenApply(text -> HttpAnswer.text(200, "got"));
    post("Content-Length: 50000", "");
    for (int i = 0; i < 10; i++) {
      client.send("x".repeat(100)).pass(1);
    }
    assertThat(client.isConnected()).as("fast enough").isTrue();
    for (int i = 0; i < 10; i++) {
      client.send("x".repeat(99)).pass(1);
    }
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldReadNoMoreThanTheSinkWants() {
    List<CompletableFuture<Void>> wants = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    handler =
        call ->
            call.stream(bytes -> take(bytes, taken, wants))
                .thenApply(all -> HttpAnswer.text(200, "got all"));
    post("Content-Length: 9", "abc");
    client.send("de").send("fghi").pass(100);
    assertThat(taken).containsExactly(3);

    wants.get(0).complete(null);
    assertThat(client.received()).isEmpty();
    assertThat(taken).as("what has come meanwhile").containsExactly(3, 6);
    wants.get(1).complete(null);
    assertThat(client.received()).endsWith("got all");
  }

  @Test
  void shouldPassOverTheRestWhenTheSinkIsDoneAfterTheAnswer() {
    List<CompletableFuture<Void>> wants = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    answerWithoutWaitingForTheSink(taken, wants);
    assertThat(post("Content-Length: 9", "abc").received()).endsWith("no");
    client.send("defghi");
    wants.get(0).complete(null);
    assertThat(client.received()).isEmpty();
    expectNext();
    assertThat(taken).containsExactly(3);
  }

  @Test
  void shouldTakeTheNextRequestWhenTheSinkIsDoneWithTheEndAfterTheAnswer() {
    List<CompletableFuture<Void>> wants = new ArrayList<>();
    answerWithoutWaitingForTheSink(new ArrayList<>(), wants);
    assertThat(post("Content-Length: 3", "abc").received()).endsWith("no");
    assertThat(client.get("/early").received()).isEmpty();
    handler = call -> CompletableFuture.completedFuture(HttpAnswer.text(200, call.path()));
    wants.get(0).complete(null);
    assertThat(client.received()).endsWith("/early");
  }

  @Test
  void shouldNotKeepAConnectionForASinkThatIsNeverDone() {
    answerWithoutWaitingForTheSink(new ArrayList<>(), new ArrayList<>());
    assertThat(post("Content-Length: 9", "abc").received()).endsWith("no");
    client.send("defghi").get("/next").pass(25);
    assertThat(client.received()).isEmpty();
    assertThat(client.isConnected()).isFalse();
  }

  private void answerWithoutWaitingForTheSink(
      List<Integer> taken, List<CompletableFuture<Void>> wants) {
    handler =
        call -> {
          CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
          call.stream(
              bytes -> {
                CompletableFuture<Void> more = take(bytes, taken, wants);
                answer.complete(HttpAnswer.text(400, "no"));
                return more;
              });
          return answer;
        };
  }

  @Test
  void shouldEndWhenTheSinkFails() {
    handler =
        call ->
            call.stream(
                    bytes -> {
                      bytes.release();
                      throw new IllegalStateException("no room");
                    })
                .thenApply(all -> HttpAnswer.text(200, "got all"));
    assertThat(post("Content-Length: 100000", "abc").received()).startsWith("HTTP/1.1 500 ");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldFailWhenTheConnectionEndsBeforeTheBody() {
    List<CompletableFuture<String>> texts = new ArrayList<>();
    handler =
        call -> {
          texts.add(call.text(10));
          return new CompletableFuture<>();
        };
    post("Content-Length: 9", "abc");
    client.wire().close();
    assertThat(texts.get(0))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IOException.class);
  }

  private static CompletableFuture<Void> take(
      ByteBuf bytes, List<Integer> taken, List<CompletableFuture<Void>> wants) {
    taken.add(bytes.readableBytes());
    bytes.release();
    CompletableFuture<Void> more = new CompletableFuture<>();
    wants.add(more);
    return more;
  }
}
