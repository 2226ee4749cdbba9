package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.SourceProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a real web server beside a peer. */
@Tag("any-jdk")
@Timeout(120)
class NginxIT {
  private static final int CHUNK = 256 << 10;
  private static final int LENGTH = 24 * CHUNK - 1;

  @TempDir private Path directory;

  @Test
  void shouldGoOnFromAPeerWhenTheWebServerIsKilledHalfWay() throws Exception {
    assumeTrue(Nginx.isInstalled(), "skipped: nginx is not installed");
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(0).leechers(1).start();
        ScriptedPeer peer = swarm.scripted();
        Nginx nginx = Nginx.serving(swarm.original(), directory.resolve("nginx"), "128k")) {
      CompletableFuture<Void> killed = new CompletableFuture<>();
      peer.onChunk((connection, request) -> killed.thenRun(() -> peer.answerChunk(request)));
      Download download =
          swarm.download(0, DownloadOptions.defaults().withHttpSources(List.of(nginx.uri())));

      Await.until("a part of it from nginx", () -> download.progress().verifiedBytes() >= CHUNK);
      nginx.kill();
      killed.complete(null);

      DownloadResult result = Await.result(download.completion());
      swarm.everyCopyIsIdentical();
      assertThat(result.sources())
          .extracting(SourceProgress::name)
          .contains(nginx.uri().toString());
      assertThat(result.sources()).hasSize(2).allMatch(source -> source.verifiedBytes() > 0);
    }
  }
}
