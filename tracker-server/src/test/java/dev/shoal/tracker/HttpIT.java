package dev.shoal.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.transport.TransportKind;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tracker serves to operators, over real sockets. */
class HttpIT {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final EventLoopGroup loops = TransportKind.NIO.newGroup(1, "http-it");
  private final TrackerServer tracker =
      TrackerServer.builder()
          .bindAddress(HERE)
          .port(0)
          .httpPort(0)
          .eventLoopGroup(loops)
          .start()
          .join();

  @AfterEach
  void stop() {
    tracker.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void shouldServePages() throws IOException {
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
    assertThat(get("/readyz")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
    assertThat(get("/metrics"))
        .contains("content-type: text/plain; version=0.0.4")
        .contains("\nshoal_tracker_registrations 0.0\n");
    assertThat(get("/?ignored"))
        .contains("content-type: text/html; charset=utf-8")
        .contains("127.0.0.1:" + tracker.address().getPort() + " · ready");
    assertThat(get("/status.css")).contains("content-type: text/css");
  }

  @Test
  void shouldTellBrowsersToTrustNothing() throws IOException {
    assertThat(get("/"))
        .contains("content-security-policy: default-src 'none'")
        .contains("x-content-type-options: nosniff")
        .contains("cache-control: no-store")
        .contains("connection: close");
  }

  @Test
  void shouldAnswerNothingButReadingOfItsPages() throws IOException {
    assertThat(get("/other")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/../metrics")).startsWith("HTTP/1.1 400 ");
    assertThat(exchange("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\nhi"))
        .startsWith("HTTP/1.1 405 ")
        .contains("allow: GET, HEAD");
    assertThat(exchange("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2000000\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
    assertThat(exchange("no http\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(exchange("GET / HTTP/1.1\r\n\r\n")).as("no host").startsWith("HTTP/1.1 400 ");
    assertThat(exchange("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(exchange("GET / HTTP/1.1\r\nX: " + "x".repeat(50_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void shouldSendHeadersAloneWhenOnlyTheyAreWanted() throws IOException {
    assertThat(exchange("HEAD /healthz HTTP/1.1\r\nHost: here\r\n\r\n"))
        .contains("content-length: 3\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void shouldAnswerFirstOfSeveralRequestsAndClose() throws IOException {
    String both =
        "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";

    assertThat(exchange(both)).endsWith("\r\n\r\nok\n");
  }

  @Test
  void shouldCloseConnectionsBeyondLimitAndServeAgainAfterwards() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        idle.add(connect());
      }
      try (Socket oneMore = connect()) {
        assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
      }
      Socket waiting = idle.get(63);
      waiting.getOutputStream().write(request("/healthz"));
      assertThat(answer(waiting)).contains("200 OK");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void shouldCallTrackerUnhealthyWhenItsLoopIsStuckAndHealthyAfterwards() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    loops.execute(() -> await(release));
    try {
      assertThat(get("/healthz")).startsWith("HTTP/1.1 503 ").endsWith("\r\n\r\nstuck\n");
      assertThat(get("/metrics")).startsWith("HTTP/1.1 503 ");
      assertThat(get("/readyz")).as("says nothing of the loop").startsWith("HTTP/1.1 200 ");
    } finally {
      release.countDown();
    }
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void shouldFailInOneSentenceWhenHttpPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
      TrackerServerBuilder second =
          TrackerServer.builder().bindAddress(HERE).port(0).httpPort(taken.getLocalPort());

      assertThatThrownBy(() -> second.start().join())
          .hasMessageContaining(
              "cannot listen on 127.0.0.1:" + taken.getLocalPort() + " for HTTP: ");
    }
  }

  @Test
  void shouldLeaveNoThreadAndNoSocketWhenClosed() throws IOException, InterruptedException {
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("shoal-tracker-http"))
            .toList();
    assertThat(threads).isNotEmpty();
    Socket idle = connect();
    tracker.close();

    assertThat(idle.getInputStream().read()).isEqualTo(-1);
    idle.close();
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    for (Thread thread : threads) {
      thread.join(PATIENCE_MILLIS); // which says that it is done a moment before it is
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private String get(String path) throws IOException {
    return exchange(new String(request(path), StandardCharsets.US_ASCII));
  }

  private static byte[] request(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return answer(socket);
    }
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Socket connect() throws IOException {
    InetSocketAddress page = Objects.requireNonNull(tracker.httpAddress());
    Socket socket = new Socket(page.getAddress(), page.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
