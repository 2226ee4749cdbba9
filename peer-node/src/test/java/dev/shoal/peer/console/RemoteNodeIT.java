package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.shoal.peer.DeniedException;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.FileChangedException;
import dev.shoal.peer.NotFoundException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.UnreachableException;
import dev.shoal.peer.service.ChunkMap;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.DownloadPage;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.NodeLock;
import dev.shoal.peer.service.PeerInfo;
import dev.shoal.peer.service.SharePage;
import dev.shoal.peer.service.ShareRequest;
import dev.shoal.peer.service.TransferLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteNodeIT {
  @TempDir private Path directory;
  private Served served;
  private RemoteNode node;

  @BeforeEach
  void setUp() throws Exception {
    served = new Served(directory);
    node = RemoteNode.find(directory.resolve("data")).orElseThrow();
  }

  @AfterEach
  void tearDown() {
    node.close();
    served.close();
  }

  private static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void shouldDoWhatTheNodeItselfWouldDo() throws Exception {
    DownloadInfo download = Samples.download("d1", 7);
    List<PeerInfo> peers =
        List.of(new PeerInfo("10.0.0.1:1", null, true, false, "shoal/1", 1, 2, 3));
    List<LogEntry> log = List.of(new LogEntry(1, 2, LogEntry.Level.ERROR, "oh"));
    SharePage page = new SharePage(List.of(Samples.share("/a")), "s1");
    ChunkMap chunks = new ChunkMap(65_536, 2, "wA==", "AA==");
    TransferLimits limits = new TransferLimits(2048, 0);
    served.node.answer("downloads", new DownloadPage(List.of(download), null));
    served.node.answer("peers", peers);
    served.node.answer("log", log);
    served.node.answer("shares", page);
    served.node.answer("chunks", chunks);
    served.node.answer("setLimits", limits);
    served.node.answer("stop", FakeBacking.NOTHING);
    served.node.answer("refresh", Optional.of("alice"));
    Stream.of("share", "addShare", "removeShare", "limitShare")
        .forEach(method -> served.node.answer(method, Samples.share("/a")));
    Stream.of("download", "addDownload", "pause", "resume", "cancel", "limitDownload", "prioritize")
        .forEach(method -> served.node.answer(method, download));
    ShareRequest share = new ShareRequest("/ä b", "n", List.of("t"), List.of("g"), 65_536, 1024);
    DownloadRequest request = DownloadRequest.of("shoal:x?n=a&b");

    assertThat(result(node.status())).isEqualTo(FakeBacking.status(directory.resolve("downloads")));
    assertThat(result(node.shares("s/0", 10))).isEqualTo(page);
    assertThat(result(node.share("s1"))).isEqualTo(Samples.share("/a"));
    assertThat(result(node.addShare(share))).isEqualTo(Samples.share("/a"));
    assertThat(result(node.removeShare("s1"))).isEqualTo(Samples.share("/a"));
    assertThat(result(node.limitShare("s1", 2048))).isEqualTo(Samples.share("/a"));
    assertThat(result(node.downloads())).containsExactly(download);
    assertThat(result(node.download("d1"))).isEqualTo(download);
    assertThat(result(node.addDownload(request))).isEqualTo(download);
    assertThat(result(node.pause("d1"))).isEqualTo(download);
    assertThat(result(node.resume("d1"))).isEqualTo(download);
    assertThat(result(node.cancel("d1"))).isEqualTo(download);
    assertThat(result(node.limitDownload("d1", 0))).isEqualTo(download);
    assertThat(result(node.prioritize("d1", DownloadPriority.LOW))).isEqualTo(download);
    assertThat(result(node.chunks("d1"))).isEqualTo(chunks);
    assertThat(result(node.setLimits(limits))).isEqualTo(limits);
    assertThat(result(node.peers())).isEqualTo(peers);
    assertThat(result(node.log(3))).isEqualTo(log);
    assertThat(result(node.refreshAccount())).contains("alice");
    result(node.stop());

    assertThat(served.node.asked)
        .containsExactly(
            "status[]",
            "shares[s/0, 10]",
            "share[s1]",
            "addShare[" + share + "]",
            "removeShare[s1]",
            "limitShare[s1, 2048]",
            "downloads[, 1000]",
            "download[d1]",
            "addDownload[" + request + "]",
            "pause[d1]",
            "resume[d1]",
            "cancel[d1]",
            "limitDownload[d1, 0]",
            "prioritize[d1, LOW]",
            "chunks[d1]",
            "setLimits[" + limits + "]",
            "peers[]",
            "log[3]",
            "refresh[]",
            "stop[]");
  }

  @Test
  void shouldFailAsTheNodeItselfWould() {
    List<Exception> failures =
        List.of(
            new NotFoundException("none", null),
            new DeniedException("not there", null),
            new FileChangedException("changed", null),
            new ShoalException("just so", null),
            new IllegalArgumentException("too small"),
            new StorageException(StorageException.Reason.DISK_FULL, "full", null));
    for (Exception failure : failures) {
      served.node.answer("share", failure);

      assertThatThrownBy(() -> result(node.share("s1")))
          .cause()
          .hasSameClassAs(failure)
          .hasMessage(failure.getMessage());
    }
    assertThatThrownBy(() -> result(node.share("s1")))
        .cause()
        .isInstanceOfSatisfying(
            StorageException.class,
            full -> assertThat(full.reason()).isEqualTo(StorageException.Reason.DISK_FULL));
  }

  @Test
  void shouldBeUnreachableOnceTheNodeHasEnded() {
    served.close();

    assertThatThrownBy(() -> result(node.status()))
        .cause()
        .isInstanceOf(UnreachableException.class);
    assertThat(RemoteNode.find(directory.resolve("data"))).isEmpty();
  }

  /** As after a crash: the file is there, and nobody listens. */
  @Test
  void shouldNotBeFoundWhenNobodyListens() throws IOException {
    NodeFiles files = new NodeFiles(directory.resolve("data"));
    EndpointFile endpoint = files.find().orElseThrow();
    served.close();
    files.publish(endpoint);

    assertThat(RemoteNode.find(directory.resolve("data"))).isEmpty();
    assertThat(RemoteNode.find(directory.resolve("nowhere"))).isEmpty();
  }

  /** It has the lock, and where it is comes a moment later. */
  @Test
  void shouldBeFoundWhenItBeginsJustNow() throws Exception {
    Path data = directory.resolve("data");
    NodeFiles files = new NodeFiles(data);
    EndpointFile endpoint = files.find().orElseThrow();
    files.withdraw(endpoint);
    try (NodeLock lock = NodeLock.take(data)) {
      assertThat(RemoteNode.find(data, () -> false)).as("%s", lock).isEmpty();

      Optional<RemoteNode> found = RemoteNode.find(data, () -> publish(files, endpoint));

      assertThat(found).isPresent();
      found.get().close();
    }
    files.withdraw(endpoint);
    assertThat(RemoteNode.find(data, () -> publish(files, endpoint)))
        .as("nobody has the lock: nobody is waited for")
        .isEmpty();
  }

  private static boolean publish(NodeFiles files, EndpointFile endpoint) {
    try {
      files.publish(endpoint);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that a node has left which was killed, until the next one says where it is. */
  @Test
  void shouldBeFoundWhenAnotherBeganAfterACrash() throws Exception {
    Path data = directory.resolve("data");
    NodeFiles files = new NodeFiles(data);
    EndpointFile endpoint = files.find().orElseThrow();
    try (NodeLock lock = NodeLock.take(data);
        Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String nobody = "127.0.0.1:" + silent.getLocalPort(); // nobody listens there
      files.publish(new EndpointFile(nobody, endpoint.page(), endpoint.token()));

      Optional<RemoteNode> found = RemoteNode.find(data, () -> publish(files, endpoint));

      assertThat(found).as("%s", lock).isPresent();
      found.get().close();
    }
  }

  /** As after a crash, when somebody else has got the port: the token is not for them. */
  @Test
  void shouldTellNothingToWhoOnlyListensWhereTheNodeDid() throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer impostor =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    impostor.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet());
          exchange.getResponseHeaders().set("location", served.server.link());
          byte[] answer = "{\"proof\":\"AAAA\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(seen.size() == 1 ? 200 : 307, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    impostor.start();
    try {
      NodeFiles files = new NodeFiles(directory.resolve("data"));
      EndpointFile there = files.find().orElseThrow();
      String address = "127.0.0.1:" + impostor.getAddress().getPort();
      files.publish(new EndpointFile(address, there.page(), there.token()));

      assertThat(RemoteNode.find(directory.resolve("data"))).isEmpty();
      assertThat(RemoteNode.find(directory.resolve("data"))).isEmpty();

      assertThat(seen)
          .hasSize(2)
          .allSatisfy(
              request -> assertThat(request).contains("/proof").doesNotContain(there.token()));
    } finally {
      impostor.stop(0);
    }
  }

  /** Nor does it help them to ask the real node, wherever that is now. */
  @Test
  void shouldNotTakeAnotherAddressesProof() {
    Token token = Token.random();
    String proof = token.proof("question", "127.0.0.1:1");

    assertThat(token.isProof(proof, "question", "127.0.0.1:1")).isTrue();
    assertThat(token.isProof(proof, "question", "127.0.0.1:2")).isFalse();
    assertThat(token.isProof(proof, "another", "127.0.0.1:1")).isFalse();
    assertThat(Token.random().isProof(proof, "question", "127.0.0.1:1")).isFalse();
    assertThat(proof).doesNotContain(token.text());
  }
}
