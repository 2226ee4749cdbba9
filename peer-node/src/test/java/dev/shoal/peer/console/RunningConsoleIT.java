package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.DownloadOrder;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.console.RawHttp.Reply;
import dev.shoal.peer.service.DownloadRequest;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.peer.service.RunningNodeConfig;
import dev.shoal.peer.service.ShareRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers of the API may have a real node do, token and all. */
class RunningConsoleIT {
  private static final String ID = "ab".repeat(32);

  @TempDir private Path directory;
  private Path data;
  private Path downloads;
  private PeerNode node;
  private RunningNode running;
  private ConsoleServer server;
  private RemoteNode remote;

  @BeforeEach
  void setUp() throws Exception {
    data = directory.resolve("data");
    downloads = Files.createDirectory(directory.resolve("downloads"));
    node = PeerNode.builder().dataDirectory(data).bind(InetAddress.getLoopbackAddress()).build();
    running =
        RunningNode.start(
            node, RunningNodeConfig.builder(data).downloadDirectory(downloads).build());
    server = ConsoleServer.open(running, ConsoleConfig.defaults());
    remote = RemoteNode.find(data).orElseThrow();
  }

  @AfterEach
  void tearDown() throws Exception {
    remote.close();
    server.close();
    running.close();
    node.close();
  }

  private static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static DownloadRequest request(Path path) {
    return new DownloadRequest(
        ID,
        path.toString(),
        "",
        true,
        true,
        List.of(),
        0,
        DownloadOrder.RAREST_FIRST,
        DownloadPriority.NORMAL,
        0);
  }

  @Test
  void shouldWriteWhereItMayAndNowhereElse() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(downloads.resolve("link"), elsewhere);
    for (Path path :
        List.of(
            elsewhere.resolve("evil"),
            downloads.resolve("../elsewhere/evil"),
            downloads.resolve("link/evil"),
            data.resolve("identity.key"),
            data.resolve("node/token"),
            Path.of("/etc/cron.d/evil"))) {
      assertThatThrownBy(() -> result(remote.addDownload(request(path))))
          .as(path.toString())
          .cause()
          .isInstanceOf(DeniedException.class);
    }

    assertThat(elsewhere).isEmptyDirectory();
    assertThat(result(remote.downloads())).isEmpty();
  }

  @Test
  void shouldShareNothingThatIsItsOwn() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("innocent"), data.resolve("node/token"));
    for (Path path : List.of(data.resolve("identity.key"), data.resolve("node/token"), link)) {
      assertThatThrownBy(() -> result(remote.addShare(ShareRequest.of(path.toString()))))
          .as(path.toString())
          .cause()
          .isInstanceOf(DeniedException.class);
    }

    assertThat(result(remote.shares("", 10)).shares()).isEmpty();
  }

  @Test
  void shouldServeItsMetricsToWhoeverAsks() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (MetricsServer metrics = MetricsServer.open(node, any)) {
      Reply reply =
          RawHttp.exchange(metrics.address(), "", "GET /metrics HTTP/1.1", "Host: localhost");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("content-type")).startsWith("text/plain; version=0.0.4");
      assertThat(reply.body()).contains("shoal_node_connections", "jvm_memory_used_bytes");
      assertThat(
              RawHttp.exchange(metrics.address(), "", "GET / HTTP/1.1", "Host: localhost").status())
          .isEqualTo(404);
      assertThatThrownBy(() -> MetricsServer.open(node, metrics.address()))
          .hasMessageContaining("cannot listen on");
    }
  }
}
