package dev.shoal.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.transport.SharedChannel;
import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server against the JDK's client, over sockets. */
@Tag("any-jdk")
class HttpServerIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int LENGTH = 5_000_001;

  @TempDir private Path directory;

  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "http");
  private final HttpClient client = HttpClient.newHttpClient();
  private final byte[] content = new byte[LENGTH];
  private final CompletableFuture<Void> eventsClosed = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    new Random(1).nextBytes(content);
    Files.write(directory.resolve("file"), content);
    server =
        HttpServer.open(
                loops,
                TransportKind.best(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                HttpLimits.defaults(),
                this::answer)
            .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    server.close().get(30, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
  }

  private CompletableFuture<HttpAnswer> answer(HttpCall call) {
    return switch (call.path()) {
      case "/hello" -> now(HttpAnswer.text(200, "hello " + call.query("name").orElse("you")));
      case "/file" ->
          now(HttpAnswer.region(200, "application/octet-stream", file(), 1, LENGTH - 1, null));
      case "/echo" -> call.text(100).thenApply(text -> HttpAnswer.text(201, text));
      case "/upload" -> upload(call);
      case "/events" -> now(HttpAnswer.events(new Counting()));
      default ->
          CompletableFuture.failedFuture(
              new HttpException(404, "not-found", "there is no such page"));
    };
  }

  private SharedChannel file() {
    try {
      return SharedChannel.open(directory.resolve("file"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static CompletableFuture<HttpAnswer> upload(HttpCall call) {
    AtomicLong bytes = new AtomicLong();
    return call.stream(
            piece -> {
              bytes.addAndGet(piece.readableBytes());
              piece.release();
              return CompletableFuture.runAsync(() -> {});
            })
        .thenApply(all -> HttpAnswer.text(201, "" + bytes));
  }

  private final class Counting implements HttpEventSource {
    @Override
    public void open(HttpEventSink sink) {
      sink.send("count", "1");
      sink.send("count", "2\n3");
    }

    @Override
    public void closed() {
      eventsClosed.complete(null);
    }
  }

  private static CompletableFuture<HttpAnswer> now(HttpAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.address().getPort() + target))
        .timeout(LONG);
  }

  private HttpResponse<String> get(String target) throws Exception {
    return client.send(to(target).build(), BodyHandlers.ofString());
  }

  @Test
  void shouldAnswerOneRequestAfterAnotherOnOneConnection() throws Exception {
    HttpResponse<String> first = get("/hello?name=w%C3%B6rld");
    assertThat(first.body()).isEqualTo("hello wörld");
    assertThat(first.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/hello").body()).isEqualTo("hello you");
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  @Test
  void shouldSendAFileWhenItIsLarge() throws Exception {
    var answer = client.send(to("/file").build(), BodyHandlers.ofByteArray());
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 1, LENGTH));
    assertThat(
            client
                .send(
                    to("/file").method("HEAD", BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString())
                .headers()
                .firstValueAsLong("content-length"))
        .hasValue(LENGTH - 1);
    assertThat(get("/hello").statusCode()).isEqualTo(200);
  }

  /** As {@code nc} does at the end of its input. */
  @Test
  void shouldAnswerAClientThatHasEndedItsSide() throws Exception {
    EventLoopGroup others = TransportKind.NIO.newGroup(1, "http-nio");
    HttpServer patient =
        HttpServer.open(
                others,
                TransportKind.NIO,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                HttpLimits.defaults(),
                this::answer)
            .get(30, TimeUnit.SECONDS);
    try (Socket socket = new Socket(server.address().getAddress(), patient.address().getPort())) {
      socket.setSoTimeout((int) LONG.toMillis());
      String request = "GET %s HTTP/1.1\r\nHost: here\r\n\r\n";
      socket
          .getOutputStream()
          .write(
              (request.formatted("/hello") + request.formatted("/file"))
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      byte[] all = socket.getInputStream().readAllBytes();
      assertThat(new String(all, 0, 1000, StandardCharsets.ISO_8859_1)).contains("hello you");
      assertThat(Arrays.copyOfRange(all, all.length - (LENGTH - 1), all.length))
          .isEqualTo(Arrays.copyOfRange(content, 1, LENGTH));
    } finally {
      patient.close().get(30, TimeUnit.SECONDS);
      others.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  void shouldReadBodies() throws Exception {
    var text =
        client.send(
            to("/echo").POST(BodyPublishers.ofString("grüße")).build(), BodyHandlers.ofString());
    assertThat(text.statusCode()).isEqualTo(201);
    assertThat(text.body()).isEqualTo("grüße");
    var upload =
        client.send(
            to("/upload").expectContinue(true).POST(BodyPublishers.ofByteArray(content)).build(),
            BodyHandlers.ofString());
    assertThat(upload.body()).isEqualTo("" + LENGTH);
    var large =
        client.send(
            to("/echo").POST(BodyPublishers.ofByteArray(new byte[1000])).build(),
            BodyHandlers.ofString());
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(get("/hello").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSendEventsUntilTheClientLeaves() throws Exception {
    var answer = client.send(to("/events").build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("event: count");
      assertThat(lines.readLine()).isEqualTo("data: 1");
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).isEqualTo("event: count");
      assertThat(lines.readLine()).isEqualTo("data: 2");
      assertThat(lines.readLine()).isEqualTo("data: 3");
    }
    eventsClosed.get(30, TimeUnit.SECONDS);
  }
}
