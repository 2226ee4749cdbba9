package dev.shoal.peer.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.RateLimit;
import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest implements HttpConnection.Listener {
  private static final FileRange RANGE = new FileRange(2, 4, 10);
  private static final String HEAD =
      "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-5/10\r\nContent-Length: 4\r\n";
  private static final String CHUNKED =
      "HTTP/1.1 206 OK\r\nContent-Range: bytes 2-5/10\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec());
  private final HttpConnection connection =
      new HttpConnection(
          channel,
          new HttpConnection.Settings(
              new HttpHop(
                  HttpTarget.of(URI.create("http://example.org:81/f?q")),
                  InetSocketAddress.createUnresolved("example.org", 81)),
              "shoal/test",
              Duration.ofHours(1),
              new AnswerCheck(() -> Instant.EPOCH)),
          ReceiveCap.idle());
  private final RateLimit limit = RateLimit.of(0);

  /** What came, in order. */
  private final List<String> told = new ArrayList<>();

  private final List<FileRange> begun = new ArrayList<>();

  HttpConnectionTest() {
    channel.pipeline().addLast(connection);
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void shouldAskForThePartAndHandItOnAsItArrives() {
    get();
    assertThat(sent())
        .startsWith("GET /f?q HTTP/1.1\r\n")
        .contains("host: example.org:81\r\n")
        .contains("range: bytes=2-5\r\n")
        .contains("accept-encoding: identity\r\n")
        .contains("user-agent: shoal/test\r\n");
    assertThat(connection.isIdle()).isFalse();
    receive(HEAD + "\r\nab");
    receive("cd");
    assertThat(told).containsExactly("ab", "cd", "complete");
    assertThat(limit.passedBytes()).isEqualTo(4);
    assertThat(connection.isIdle()).isTrue();
    assertThat(connection.isReused()).isFalse();
  }

  @Test
  void shouldBeAskedAgainAndAgain() {
    get();
    receive(HEAD + "\r\nabcd");
    get();
    receive(HEAD + "\r\nefgh");
    assertThat(told).containsExactly("abcd", "complete", "efgh", "complete");
    assertThat(connection.isReused()).isTrue();
  }

  @Test
  void shouldNotBeAskedAgainWhenTheServerSaysSo() {
    get();
    receive(HEAD + "Connection: close\r\n\r\nabcd");
    assertThat(told).containsExactly("abcd", "complete");
    assertThat(channel.isOpen()).isFalse();
    assertThat(connection.isIdle()).isFalse();
  }

  @Test
  void shouldAskForAllOfAFileOfWhichNothingIsKnown() {
    getAll();
    assertThat(sent()).doesNotContain("range:");
    receive("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd");
    assertThat(begun).containsExactly(FileRange.allOf(4));
    assertThat(told).containsExactly("abcd", "complete");
  }

  @Test
  void shouldTakeAnEmptyFile() {
    getAll();
    receive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertThat(begun).containsExactly(FileRange.allOf(0));
    assertThat(told).containsExactly("complete");
  }

  @Test
  void shouldTakeNothingOfUnknownLength() {
    getAll();
    receive("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n");
    assertThat(told)
        .containsExactly(
            "HttpFailure: the server does not say how long the file is,"
                + " which it must as long as no peer tells");
  }

  @Test
  void shouldTakeNoPartWhereAllWasAskedFor() {
    getAll();
    receive(HEAD + "\r\nabcd");
    assertThat(told)
        .containsExactly("HttpFailure: the server sends another part than it was asked for");
  }

  @Test
  void shouldReadNoMoreWhileItIsHeld() {
    get();
    connection.hold(true);
    assertThat(channel.config().isAutoRead()).isFalse();
    connection.hold(false);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void shouldNotReadOnForRoomWhileTheLimitIsUsedUp() {
    connection.get(RANGE, RateLimit.of(RateLimit.LEAST), Duration.ofHours(1), this);
    receive(HEAD + "\r\nab");
    connection.hold(true);
    connection.hold(false);
    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void shouldPassOverWhatComesBeforeTheAnswer() {
    get();
    receive("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + HEAD + "\r\nabcd");
    assertThat(told).containsExactly("abcd", "complete");
  }

  @Test
  void shouldTakeABodyInPiecesOfItsOwnLengths() {
    get();
    receive(CHUNKED + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
    assertThat(told).containsExactly("abc", "d", "complete");
  }

  @Test
  void shouldFailWhenMoreComesThanWasAskedFor() {
    get();
    receive(CHUNKED + "5\r\nabcde\r\n0\r\n\r\n");
    assertThat(told).containsExactly("HttpFailure: the server sends more than it was asked for");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldFailWhenLessComesThanWasAskedFor() {
    get();
    receive(CHUNKED + "1\r\na\r\n0\r\n\r\n");
    assertThat(told)
        .containsExactly("a", "TransportException: the server sent less than it was asked for");
  }

  @Test
  void shouldFailWhenTheConnectionIsLostBetween() {
    get();
    receive(HEAD + "\r\nab");
    channel.close();
    assertThat(told).containsExactly("ab", "Closed: the server closed the connection too early");
  }

  @Test
  void shouldFailWhenTheAnswerIsNoHttp() {
    get();
    receive("220 smtp.example.org\r\n\r\n");
    assertThat(told)
        .containsExactly("HttpFailure: the server's answer is not HTTP that can be read");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldFailOnceWhateverFollows() {
    get();
    receive("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nabc");
    assertThat(told).containsExactly("HttpFailure: the server has no such file (404)");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldTellNobodyWhenItIsClosedHere() {
    get();
    receive(HEAD + "\r\nab");
    connection.close();
    assertThat(told).containsExactly("ab");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldCloseWhenSomethingComesThatNobodyAskedFor() {
    receive(HEAD + "\r\nabcd");
    assertThat(told).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void shouldLeaveTheSocketAloneWhileTheLimitIsUsedUp() {
    connection.get(RANGE, RateLimit.of(RateLimit.LEAST), Duration.ofHours(1), this);
    assertThat(channel.config().isAutoRead()).isTrue();
    receive(HEAD + "\r\nabcd");
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(told).containsExactly("abcd", "complete");
  }

  private void getAll() {
    connection.get(FileRange.all(), limit, Duration.ofHours(1), this);
  }

  private void get() {
    connection.get(RANGE, limit, Duration.ofHours(1), this);
  }

  private String sent() {
    ByteBuf bytes = channel.readOutbound();
    String text = bytes.toString(StandardCharsets.US_ASCII);
    bytes.release();
    return text;
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    channel.runPendingTasks();
  }

  @Override
  public void onBegin(FileRange part) {
    begun.add(part);
  }

  @Override
  public void onBytes(ByteBuf bytes) {
    told.add(bytes.toString(StandardCharsets.US_ASCII));
  }

  @Override
  public void onComplete() {
    told.add("complete");
  }

  @Override
  public void onFailure(TransportException cause) {
    told.add(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }
}
