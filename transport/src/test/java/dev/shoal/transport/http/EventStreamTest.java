package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final Events events = new Events();
  private final Client client =
      new Client(
          HttpLimits.defaults().withEventBacklog(1000),
          call -> CompletableFuture.completedFuture(HttpAnswer.events(events)));

  /** Keeps what it is given. */
  private static final class Events implements HttpEventSource {
    @Nullable HttpEventSink opened;
    int closed;

    @Override
    public void open(HttpEventSink sink) {
      opened = sink;
      sink.send("hello", "{}");
    }

    @Override
    public void closed() {
      closed++;
    }

    HttpEventSink sink() {
      return Objects.requireNonNull(opened);
    }
  }

  @AfterEach
  void close() {
    client.close();
    assertThat(events.closed).isEqualTo(1);
  }

  @Test
  void shouldSendEventsAsTheStandardSays() {
    assertThat(client.get("/").received())
        .contains("content-type: text/event-stream\r\n")
        .doesNotContain("content-length")
        .endsWith("\r\n\r\nevent: hello\ndata: {}\n\n");
    assertThat(events.sink().send("two", "a\nb")).isTrue();
    assertThat(events.sink().send("none", "")).isTrue();
    assertThat(client.received())
        .isEqualTo("event: two\ndata: a\ndata: b\n\nevent: none\ndata:\n\n");
    assertThat(events.sink().isIdle()).isTrue();
  }

  @Test
  void shouldGiveASignOfLifeNowAndThen() {
    client.get("/").received();
    assertThat(client.pass(15).received()).isEqualTo(": alive\n\n");
  }

  @Test
  void shouldDropAReaderForWhomTooMuchWaits() {
    client.get("/").received();
    client.stopReading();
    assertThat(events.sink().send("large", "x".repeat(500))).isTrue();
    assertThat(events.sink().isIdle()).isFalse();
    assertThat(events.sink().send("large", "x".repeat(500))).isFalse();
    assertThat(client.isConnected()).isFalse();
    assertThat(events.sink().send("more", "")).isFalse();
  }

  @Test
  void shouldSendAnEventLargerThanTheBacklogToAReaderWhoIsUpToDate() {
    client.get("/").received();
    client.stopReading();
    assertThat(events.sink().send("large", "x".repeat(5000))).isTrue();
    assertThat(events.sink().send("more", "x".repeat(500))).isTrue();
    assertThat(client.isConnected()).isTrue();
    assertThat(events.sink().send("too much", "x".repeat(500))).isFalse();
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldDropAReaderThatReadsNothing() {
    client.get("/").received();
    client.stopReading();
    events.sink().send("one", "x");
    assertThat(client.pass(44).isConnected()).isTrue();
    assertThat(client.pass(1).isConnected()).isFalse();
  }

  @Test
  void shouldEndAfterWhatWasSentWhenTheServerHasHadEnough() {
    client.get("/").received();
    events.sink().send("last", "x");
    events.sink().close();
    assertThat(client.received()).isEqualTo("event: last\ndata: x\n\n");
    assertThat(client.isConnected()).isFalse();
    assertThat(events.sink().send("more", "")).isFalse();
  }

  @Test
  void shouldHeedNothingThatTheClientSendsMeanwhile() {
    client.get("/").get("/again").get("/more").received();
    client.send("x".repeat(10_000));
    assertThat(client.isConnected()).isTrue();
  }
}
