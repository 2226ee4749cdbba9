package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.UnreachableException;
import dev.shoal.protocol.FileId;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node serves over HTTP. */
class FileServerIT {
  private static final int LENGTH = 3_000_001;
  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path original;
  private byte[] content;
  private PeerNode node;

  @BeforeEach
  void start() throws Exception {
    original = Content.write(directory.resolve("Größe.bin"), LENGTH, 1);
    content = Files.readAllBytes(original);
    node = settings("node").build();
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void shouldServeAFileAsBrowsersAndProgramsExpect() throws Exception {
    FileId id = share();
    HttpResponse<byte[]> whole = get("/files/" + id);

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(content);
    assertThat(whole.headers().map())
        .containsEntry("content-length", List.of("" + LENGTH))
        .containsEntry("content-type", List.of("application/octet-stream"))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsEntry("accept-ranges", List.of("bytes"))
        .containsEntry("etag", List.of("\"" + id + "\""))
        .containsEntry("cache-control", List.of("public, max-age=31536000, immutable"))
        .containsEntry(
            "content-disposition",
            List.of("attachment; filename=\"Gr__e.bin\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.bin"))
        .containsKey("last-modified");
    assertThat(get("/files/" + id + "/any%20name").body()).isEqualTo(content);
    HttpResponse<byte[]> headers = send(to("/files/" + id).method("HEAD", BodyPublishers.noBody()));
    assertThat(headers.body()).isEmpty();
    assertThat(headers.headers().firstValue("content-length")).contains("" + LENGTH);
    assertThat(node.traffic().sentBytes()).isEqualTo(2L * LENGTH);
  }

  @Test
  void shouldServeRanges() throws Exception {
    String path = "/files/" + share();
    HttpResponse<byte[]> resumed = send(to(path).header("range", "bytes=1000000-"));
    assertThat(resumed.statusCode()).isEqualTo(206);
    assertThat(resumed.headers().firstValue("content-range"))
        .contains("bytes 1000000-3000000/3000001");
    assertThat(resumed.body()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, LENGTH));

    assertThat(send(to(path).header("range", "bytes=-3")).body())
        .isEqualTo(Arrays.copyOfRange(content, LENGTH - 3, LENGTH));

    HttpResponse<byte[]> several = send(to(path).header("range", "bytes=5-9,1000000-1999999"));
    String type = several.headers().firstValue("content-type").orElseThrow();
    assertThat(type).startsWith("multipart/byteranges; boundary=");
    assertThat(several.body())
        .isEqualTo(multipart(type.substring(type.indexOf('=') + 1), 5, 10, 1_000_000, 2_000_000));

    HttpResponse<byte[]> beyond = send(to(path).header("range", "bytes=3000001-"));
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("content-range")).contains("bytes */3000001");
  }

  private byte[] multipart(String boundary, int... bounds) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append("\r\n--").append(boundary);
      text.append("\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ");
      text.append(bounds[i]).append('-').append(bounds[i + 1] - 1).append("/3000001\r\n\r\n");
      byte[] part = Arrays.copyOfRange(content, bounds[i], bounds[i + 1]);
      text.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    text.append("\r\n--").append(boundary).append("--\r\n");
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldHeedConditions() throws Exception {
    FileId id = share();
    String tag = "\"" + id + "\"";
    String path = "/files/" + id;
    assertThat(status(to(path).header("if-none-match", tag))).isEqualTo(304);
    assertThat(status(to(path).header("if-match", "\"other\""))).isEqualTo(412);
    assertThat(status(to(path).header("range", "bytes=0-0").header("if-range", tag)))
        .isEqualTo(206);
    assertThat(status(to(path).header("range", "bytes=0-0").header("if-range", "\"other\"")))
        .isEqualTo(200);
  }

  @Test
  void shouldServeAnEmptyFile() throws Exception {
    SharedFile empty = Await.result(node.share(Files.createFile(directory.resolve("empty"))));
    HttpResponse<byte[]> answer = get("/files/" + empty.fileId());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(status(to("/files/" + empty.fileId()).header("range", "bytes=0-"))).isEqualTo(416);
  }

  @Test
  void shouldHaveNothingButWhatIsSharedWithEverybody() throws Exception {
    node.close();
    try (GroupTracker tracker = new GroupTracker()) {
      node = settings("member").tracker(tracker.address()).build();
      tracker.add(node.peerId());
      ShareOptions inGroup = ShareOptions.defaults().withGroups(List.of(GroupTracker.GROUP));
      FileId secret = Await.result(node.share(original, inGroup)).fileId();
      HttpResponse<byte[]> unknown = get("/files/" + FileId.of(new byte[FileId.LENGTH], LENGTH));
      HttpResponse<byte[]> held = get("/files/" + secret);

      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(held.statusCode()).isEqualTo(404);
      assertThat(held.body()).isEqualTo(unknown.body());
      assertThat(held.headers().map().keySet()).isEqualTo(unknown.headers().map().keySet());

      Await.result(node.share(original));
      assertThat(get("/files/" + secret).body()).isEqualTo(content);
    }
  }

  @Test
  void shouldRefuseWhatTheApplicationsPolicyRefuses() throws Exception {
    node.close();
    node = settings("strict").accessPolicy((asker, file) -> asker.peerId().isPresent()).build();
    assertThat(get("/files/" + share()).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldAnswerNothingElse() throws Exception {
    FileId id = share();
    for (String path :
        List.of("/", "/files", "/files/", "/files/x", "/other/" + id, "/files/" + id + "/a/b")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    HttpResponse<byte[]> posted =
        send(to("/files/" + id).POST(BodyPublishers.ofByteArray(new byte[50_000])));
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void shouldServeAFileNoMoreWhenItHasChangedOrIsUnshared() throws Exception {
    Path other = Content.write(directory.resolve("other"), 100, 2);
    SharedFile shared = Await.result(node.share(other));
    assertThat(get("/files/" + shared.fileId()).statusCode()).isEqualTo(200);
    shared.stop();
    assertThat(get("/files/" + shared.fileId()).statusCode()).isEqualTo(404);

    FileId id = share();
    change();
    assertThat(get("/files/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void shouldEndAnAnswerShortWhenTheFileChangesMeanwhile() throws Exception {
    FileId id =
        Await.result(node.share(original, ShareOptions.defaults().withUploadLimit(100_000)))
            .fileId();
    InetSocketAddress server = node.fileServerAddress().orElseThrow();
    try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("GET /files/" + id + " HTTP/1.1\r\nHost: here\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('H');
      change();
      assertThat(in.readAllBytes().length).isLessThan(LENGTH);
    }
  }

  @Test
  void shouldFailInOneSentenceWhenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, HERE.getAddress())) {
      PeerNode.Builder second =
          settings("second")
              .fileServer(new InetSocketAddress(HERE.getAddress(), taken.getLocalPort()));
      assertThatThrownBy(second::build)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining(
              "cannot listen on 127.0.0.1:" + taken.getLocalPort() + " for HTTP: ");
    }
  }

  private void change() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(original.toFile(), "rw")) {
      file.write(1);
    }
    Files.setLastModifiedTime(original, FileTime.fromMillis(1_000_000));
  }

  private PeerNode.Builder settings(String name) {
    return PeerNode.builder()
        .bind(HERE.getAddress())
        .memory(16 << 20)
        .dataDirectory(directory.resolve(name))
        .fileServer(HERE);
  }

  private FileId share() throws Exception {
    return Await.result(node.share(original)).fileId();
  }

  private int status(HttpRequest.Builder request) throws Exception {
    return send(request).statusCode();
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(to(path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder to(String path) {
    int port = node.fileServerAddress().orElseThrow().getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }
}
