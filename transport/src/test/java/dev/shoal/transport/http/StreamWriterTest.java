package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamWriterTest {
  private static final int LENGTH = (2 << 20) + 5;

  private int length = LENGTH;
  private static final HttpLimits LIMITS =
      HttpLimits.defaults().withLeastRate(100, Duration.ofSeconds(10));

  private Pieces pieces = new Pieces();
  private final Client client =
      new Client(
          LIMITS,
          call ->
              CompletableFuture.completedFuture(
                  HttpAnswer.stream(200, "text/plain", length, pieces)));

  @AfterEach
  void close() {
    client.close();
    assertThat(pieces.closed).isEqualTo(1);
  }

  @Test
  void shouldSendOnePieceAfterAnother() {
    String answer = client.get("/").pass(1).received();
    assertThat(answer).contains("content-length: " + LENGTH + "\r\n");
    assertThat(answer.length() - answer.indexOf("\r\n\r\n") - 4).isEqualTo(LENGTH);
    assertThat(pieces.asked).containsExactly(1 << 20, 1 << 20, 5);
    assertThat(pieces.released).isEqualTo(3);
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldAskForTheNextPieceOnlyWhenTheOneBeforeHasLeft() {
    client.stopReading().get("/").pass(1);
    assertThat(pieces.asked).hasSize(1);
  }

  @Test
  void shouldGoNoFasterThanTheLimit() {
    RateLimit limit = RateLimit.of(1 << 20);
    pieces = new Pieces(limit);
    client.get("/").pass(1);
    assertThat(limit.passedBytes()).isBetween(1L << 20, (1L << 20) + (1 << 18));
    client.pass(2);
    assertThat(limit.passedBytes()).isEqualTo(LENGTH);
  }

  @Test
  void shouldNotBlameTheReaderForTheLimit() {
    pieces = new Pieces(RateLimit.of(100_000));
    client.get("/").pass(60);
    assertThat(client.isConnected()).isTrue();
    assertThat(client.received()).endsWith("xxx");
  }

  @Test
  void shouldDropWhoReadsTooSlowly() {
    client.stopReading().get("/").pass(9);
    assertThat(client.isConnected()).isTrue();
    client.pass(1);
    assertThat(client.isConnected()).isFalse();
    assertThat(pieces.released).isEqualTo(1);
  }

  /** Of which there are no more than headers. */
  @Test
  void shouldBeDoneWithAnEmptyBodyWhenItHasLeft() {
    length = 0;
    client.stopReading().get("/").pass(9);
    assertThat(pieces.closed).isZero();
    client.goOnReading();
    assertThat(pieces.closed).isEqualTo(1);
    assertThat(client.received()).contains("content-length: 0\r\n").endsWith("\r\n\r\n");
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void shouldDropWhoDoesNotEvenReadTheHeaders() {
    length = 0;
    client.stopReading().get("/").pass(10);
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldCloseWhenAPieceCantBeHad() {
    pieces.next = new CompletableFuture<>();
    client.get("/");
    assertThat(client.received()).as("the headers do not wait").contains("content-length");
    pieces.next.completeExceptionally(new IOException("gone"));
    assertThat(client.received()).isEmpty();
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldCloseWhenAPieceIsNotWhatWasAskedFor() {
    pieces.next = CompletableFuture.completedFuture(pieces.letters(LENGTH + 1));
    client.get("/").pass(1);
    assertThat(client.isConnected()).isFalse();
    assertThat(pieces.released).isEqualTo(1);
  }

  @Test
  void shouldCloseWhenAPieceIsGoneAlready() {
    Body gone = pieces.letters(3);
    gone.release();
    pieces.next = CompletableFuture.completedFuture(gone);
    client.get("/").pass(1);
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldReleaseAPieceThatComesTooLate() {
    CompletableFuture<Body> late = new CompletableFuture<>();
    pieces.next = late;
    client.get("/");
    client.wire().close();
    late.complete(pieces.letters(3));
    client.received();
    assertThat(pieces.released).isEqualTo(1);
  }
}
