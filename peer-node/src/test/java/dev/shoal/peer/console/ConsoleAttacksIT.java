package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.console.RawHttp.Reply;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.ServiceListener;
import dev.shoal.peer.service.SharePage;
import dev.shoal.transport.http.HttpLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other local servers were undone by, tried on this one. */
class ConsoleAttacksIT {
  private static final HttpLimits LIMITS = ConsoleServer.LIMITS.withEventBacklog(256 << 10);

  /** In place of 10 s. Nothing else is hasty, so that it is what ends the connection. */
  private static final HttpLimits HASTY_FOR_HEADERS =
      LIMITS.withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(60));

  /** In place of 30 s. */
  private static final HttpLimits HASTY_FOR_BODIES =
      LIMITS
          .withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60))
          .withLeastRate(1024, Duration.ofMillis(500));

  private static final int SMALL = 4096;
  private static final int MANY = 50;

  @TempDir private Path directory;
  private Served served;

  @BeforeEach
  void setUp() throws Exception {
    served = new Served(directory, ConsoleConfig.defaults(), LIMITS);
  }

  @AfterEach
  void tearDown() {
    served.close();
  }

  /** Sends a request line and headers as they are. */
  private Reply raw(String... head) throws IOException {
    return RawHttp.exchange(served.address(), "", head);
  }

  private String bearer() {
    return "Authorization: Bearer " + served.token();
  }

  private void assertNothingAsked() {
    assertThat(served.node.asked).isEmpty();
  }

  /** A page of evil.example whose name leads to 127.0.0.1 by now. */
  @Test
  void shouldNotAnswerUnderAForeignName() throws IOException {
    String evil = "Host: evil.example:" + served.address().getPort();

    for (String path : List.of("/", "/main.js", "/api/v1/status", "/api/v1/proof")) {
      assertThat(raw("GET " + path + " HTTP/1.1", evil, bearer()).status()).as(path).isEqualTo(403);
    }
    assertThat(raw("GET http://evil.example/api/v1/status HTTP/1.1", evil, bearer()).status())
        .isEqualTo(403);
    assertThat(raw("GET /api/v1/status HTTP/1.0", bearer()).status()).isEqualTo(400);
    assertThat(
            raw("GET /api/v1/status HTTP/1.1", "Host: " + served.host(), evil, bearer()).status())
        .isEqualTo(400);
    assertNothingAsked();
  }

  /** Even if it had the token. */
  @Test
  void shouldNotAnswerThePagesOfOthers() throws IOException {
    String host = "Host: " + served.host();
    for (String origin :
        List.of("http://evil.example", "null", "https://" + served.host(), "http://localhost")) {
      assertThat(raw("POST /api/v1/stop HTTP/1.1", host, bearer(), "Origin: " + origin).status())
          .as(origin)
          .isEqualTo(403);
    }
    assertThat(
            raw("GET /api/v1/status HTTP/1.1", host, bearer(), "Sec-Fetch-Site: cross-site")
                .status())
        .isEqualTo(403);
    assertNothingAsked();
  }

  /** What a page can send to anywhere without being asked: forms, images, plain text. */
  @Test
  void shouldDoNothingForWhatAnyPageCanSend() throws IOException {
    String host = "Host: " + served.host();
    assertThat(raw("GET /api/v1/status HTTP/1.1", host).status()).isEqualTo(401);
    assertThat(raw("POST /api/v1/stop HTTP/1.1", host).status()).isEqualTo(401);
    for (String type :
        List.of(
            "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x")) {
      String json = "{\"path\":\"/etc/passwd\"}";
      for (String path : List.of("/api/v1/shares", "/api/v1/uploads?name=a")) {
        assertThat(
                RawHttp.exchange(
                        served.address(),
                        json,
                        served.head(
                            "POST",
                            path,
                            "Content-Type: " + type,
                            "Content-Length: " + json.length()))
                    .status())
            .as(type + path)
            .isEqualTo(415);
      }
    }
    assertNothingAsked();
  }

  @Test
  void shouldLetNoOtherSiteReadAnything() throws IOException {
    String host = "Host: " + served.host();
    Reply preflight =
        raw(
            "OPTIONS /api/v1/shares HTTP/1.1",
            host,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: authorization");
    assertThat(preflight.status()).isEqualTo(405);

    for (Reply reply :
        List.of(preflight, served.ask("GET", "/api/v1/status"), raw("GET / HTTP/1.1", host))) {
      assertThat(reply.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
      assertThat(reply.headers()).containsEntry("x-content-type-options", "nosniff");
      assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
      assertThat(reply.header("content-security-policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'");
    }
  }

  @Test
  void shouldAnswerNothingWithoutTheToken() throws IOException {
    String host = "Host: " + served.host();
    String token = served.token();
    List<Reply> replies = new ArrayList<>();
    replies.add(raw("GET /api/v1/status HTTP/1.1", host));
    replies.add(raw("GET /api/v1/openapi.json HTTP/1.1", host));
    replies.add(raw("GET /api/v1/events HTTP/1.1", host));
    replies.add(raw("GET /api/v1/nothing HTTP/1.1", host));
    replies.add(raw("GET /api/v1/status?token=" + token + " HTTP/1.1", host));
    replies.add(raw("GET /api/v1/status HTTP/1.1", host, "Cookie: token=" + token));
    replies.add(
        raw("GET /api/v1/status HTTP/1.1", host, bearer().substring(0, bearer().length() - 1)));
    replies.add(raw("GET /api/v1/status HTTP/1.1", host, bearer(), "Authorization: Basic eDp5"));

    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(401);
              assertThat(reply.header("www-authenticate")).isEqualTo("Bearer");
              assertThat(reply.body()).contains("unauthorized").doesNotContain(token);
            });
    assertNothingAsked();
  }

  @Test
  void shouldNotBeGuessedAtForLong() throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int guess = 0; guess < 40; guess++) {
      statuses.add(
          raw(
                  "GET /api/v1/status HTTP/1.1",
                  "Host: " + served.host(),
                  "Authorization: Bearer " + Token.random().text())
              .status());
    }

    assertThat(statuses).contains(429).containsOnly(401, 429);
    assertThat(served.ask("GET", "/api/v1/status").status()).isEqualTo(200);
  }

  @Test
  void shouldNotBeLedOutOfThePage() throws IOException {
    for (String path :
        List.of(
            "/../../../../etc/passwd",
            "/parts/../../cli/Version.class",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc%2fpasswd",
            "/%252e%252e%252fetc%252fpasswd",
            "/..\\..\\etc\\passwd",
            "/..%5c..%5cetc%5cpasswd",
            "/main.js%00.html",
            "/ConsoleServer.class",
            "//etc/passwd",
            "/.git/config")) {
      assertThat(raw("GET " + path + " HTTP/1.1", "Host: " + served.host()).status())
          .as(path)
          .isIn(400, 404);
    }
  }

  @Test
  void shouldWriteNowhereElseWhateverAFileIsCalled() throws IOException {
    served.node.answer("addShare", Samples.share("x"));
    List<String> names =
        List.of(
            "../../evil",
            "..%2f..%2fevil",
            "..%5c..%5cevil",
            "%2fetc%2fcron.d%2fevil",
            "%252e%252e",
            "evil%00.txt",
            ".bashrc",
            "a%0d%0aSet-Cookie:%20x");
    for (String name : names) {
      Reply reply =
          RawHttp.exchange(
              served.address(),
              "x",
              served.head(
                  "POST",
                  "/api/v1/uploads?name=" + name,
                  "Content-Type: application/octet-stream",
                  "Content-Length: 1"));
      assertThat(reply.status()).as(name).isEqualTo(201);
    }

    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile).map(directory::relativize).map(Path::toString))
          .allMatch(
              file ->
                  file.matches("downloads/Uploads/[^/.][^/]*")
                      || file.equals("data/node/token")
                      || file.equals("data/node/endpoint"))
          .hasSize(names.size() + 2);
    }
  }

  @Test
  void shouldTellNamesAsNothingButText() throws IOException {
    served.node.answer("share", Samples.share("/tmp/<img src=x onerror=alert(1)>"));

    Reply reply = served.ask("GET", "/api/v1/shares/s1");

    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.headers()).containsEntry("x-content-type-options", "nosniff");
    assertThat(reply.body())
        .contains("\\u003c/script\\u003e\\u2028")
        .doesNotContain("<", ">", "\u2028");
    assertThat(served.ask("GET", "/api/v1/downloads/%3Cscript%3E").body()).doesNotContain("<");
  }

  @Test
  void shouldReadNoMoreOfABodyThanItMay() throws IOException {
    assertThat(
            RawHttp.exchange(
                    served.address(),
                    "",
                    served.head(
                        "POST",
                        "/api/v1/downloads",
                        "Content-Type: application/json",
                        "Content-Length: " + (1L << 40)))
                .status())
        .isEqualTo(413);
    try (RawHttp http = new RawHttp(served.address())) {
      http.sendHead(
          served.head(
              "POST",
              "/api/v1/downloads",
              "Content-Type: application/json",
              "Transfer-Encoding: chunked"));
      byte[] chunk = ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 5; i++) {
        http.send(chunk);
      }
      assertThat(http.reply().status()).isEqualTo(413);
    }
    assertThat(raw("GET /" + "a".repeat(10_000) + " HTTP/1.1").status()).isEqualTo(414);
    assertThat(raw("GET / HTTP/1.1", "X: " + "a".repeat(100_000)).status()).isEqualTo(431);
    assertThat(served.send("POST", "/api/v1/account/login", "{\"user\":".repeat(8000)).status())
        .isEqualTo(400);
    assertNothingAsked();
  }

  @Test
  void shouldServeOthersWhileSomeTakeTheirTime() throws Exception {
    served.node.answer("shares", largePage());
    try (RawHttp headers = new RawHttp(served.address());
        RawHttp body = new RawHttp(served.address());
        RawHttp file = new RawHttp(served.address());
        RawHttp reader = new RawHttp(served.address(), SMALL)) {
      headers.send("GET / HTTP/1.1\r\nHost:");
      body.send(head(served, "/api/v1/downloads", "application/json") + "{");
      file.send(head(served, "/api/v1/uploads?name=a", "application/octet-stream") + "x");
      askForMoreThanIsEverKept(reader, served);

      assertThat(served.ask("GET", "/api/v1/status").status()).isEqualTo(200);
      assertThat(raw("GET / HTTP/1.1", "Host: " + served.host()).status()).isEqualTo(200);
    }
  }

  @Test
  void shouldEndConnectionsWhoseHeadersTrickleIn() throws Exception {
    Path other = directory.resolve("other");
    try (Served hasty = new Served(other, ConsoleConfig.defaults(), HASTY_FOR_HEADERS);
        RawHttp silent = new RawHttp(hasty.address());
        RawHttp headers = new RawHttp(hasty.address())) {
      try {
        headers.send("GET / HTTP/1.1\r\nHost:");
      } catch (IOException e) {
        // where this machine is so slow that the time is over already, that is as good
      }

      assertThat(silent.untilEnded()).isEmpty();
      assertThat(headers.untilEnded())
          .satisfiesAnyOf(
              said -> assertThat(said).startsWith("HTTP/1.1 408 "),
              said -> assertThat(said).isEmpty());
    }
  }

  @Test
  void shouldEndRequestsWhoseBodiesTrickleInAndKeepNothingOfThem() throws Exception {
    Path other = directory.resolve("other");
    try (Served hasty = new Served(other, ConsoleConfig.defaults(), HASTY_FOR_BODIES);
        RawHttp body = new RawHttp(hasty.address());
        RawHttp file = new RawHttp(hasty.address())) {
      body.send(head(hasty, "/api/v1/downloads", "application/json") + "{");
      file.send(head(hasty, "/api/v1/uploads?name=a", "application/octet-stream") + "x");

      assertThat(body.untilEnded()).isEmpty();
      assertThat(file.untilEnded()).isEmpty();
      assertThat(hasty.node.asked).noneMatch(asked -> asked.startsWith("add"));
    }
    assertThat(isEmpty(other.resolve("downloads/Uploads"))).isTrue();
  }

  @Test
  void shouldEndAnswersThatNobodyReads() throws Exception {
    Path other = directory.resolve("other");
    try (Served hasty = new Served(other, ConsoleConfig.defaults(), HASTY_FOR_BODIES);
        RawHttp reader = new RawHttp(hasty.address(), SMALL)) {
      hasty.node.answer("shares", largePage());
      askForMoreThanIsEverKept(reader, hasty);

      Served.until("it is disconnected", () -> hasty.server.connectionCount() == 0);
      assertThat(hasty.node.asked).as("the rest was not even made").hasSizeLessThan(MANY);
    }
  }

  /** Two megabytes of JSON. */
  private static SharePage largePage() {
    return new SharePage(
        Stream.generate(() -> Samples.share("x".repeat(20_000))).limit(100).toList(), null);
  }

  /** However much systems keep for who does not read. */
  private static void askForMoreThanIsEverKept(RawHttp reader, Served server) throws IOException {
    String head = String.join("\r\n", server.head("GET", "/api/v1/shares")) + "\r\n\r\n";
    reader.send(head.repeat(MANY));
  }

  private static String head(Served server, String path, String type) {
    String[] lines = server.head("POST", path, "Content-Type: " + type, "Content-Length: 1000");
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static boolean isEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldHaveABoundedNumberOfListeners() throws IOException {
    List<RawHttp> streams = new ArrayList<>();
    try {
      for (int i = 0; i < EventHub.MOST_STREAMS; i++) {
        RawHttp stream = served.events();
        streams.add(stream);
        assertThat(stream.head().status()).isEqualTo(200);
        assertThat(stream.line()).isEqualTo("event: hello");
      }
      assertThat(served.ask("GET", "/api/v1/events").status()).isEqualTo(503);

      streams.remove(0).close();
      Served.until("there is room again", this::isListening);
    } finally {
      for (RawHttp stream : streams) {
        stream.close();
      }
    }
  }

  private boolean isListening() {
    try (RawHttp stream = served.events()) {
      return stream.head().status() == 200;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Nothing is kept for them without an end. */
  @Test
  void shouldGiveUpListenersWhoDoNotRead() throws IOException {
    try (RawHttp stream = served.events()) {
      assertThat(stream.head().status()).isEqualTo(200);
      assertThat(stream.line()).isEqualTo("event: hello");
      String message = "x".repeat(100_000);
      ServiceListener listener = served.node.listeners.get(0); // which may be removed meanwhile
      for (int i = 0; i < PendingEvents.MOST_ENTRIES; i++) {
        listener.logged(new LogEntry(i, 0, LogEntry.Level.INFO, message));
      }

      Served.until("it is disconnected", served.node.listeners::isEmpty);
    }
    assertThat(served.ask("GET", "/api/v1/status").status()).isEqualTo(200);
  }

  @Test
  void shouldTakeNoMethodForAnother() throws IOException {
    String host = "Host: " + served.host();
    for (String method : List.of("HEAD", "OPTIONS", "TRACE", "PATCH", "CONNECT", "get", "FOO")) {
      assertThat(raw(method + " /api/v1/status HTTP/1.1", host, bearer()).status())
          .as(method)
          .isIn(400, 405);
    }
    Reply reply = raw("GET /api/v1/stop HTTP/1.1", host, bearer(), "X-HTTP-Method-Override: POST");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("POST");
    assertThat(raw("POST / HTTP/1.1", host).status()).isEqualTo(405);
    assertThat(raw("DELETE /main.js HTTP/1.1", host).status()).isEqualTo(405);
    assertNothingAsked();
  }
}
