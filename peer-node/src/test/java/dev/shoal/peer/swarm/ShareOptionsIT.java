package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShareOptions;
import dev.shoal.protocol.FileId;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a tracker, and others, know of a file by how it is shared. */
@Timeout(120)
class ShareOptionsIT {
  @TempDir Path directory;
  private TrackerServer tracker;

  @BeforeEach
  void startTracker() throws Exception {
    tracker =
        Await.result(
            TrackerServer.builder().bindAddress(InetAddress.getLoopbackAddress()).port(0).start());
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  private PeerNode node(String name) throws Exception {
    return PeerNode.builder()
        .tracker("127.0.0.1:" + tracker.address().getPort())
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .dataDirectory(directory.resolve(name))
        .build();
  }

  @Test
  void shouldBeFoundByItsIdAloneWhenItIsNotListed() throws Exception {
    Path listed = Content.write(directory.resolve("listed.bin"), 1_000, 1);
    Path unlisted = Content.write(directory.resolve("unlisted.bin"), 300_000, 2);
    try (PeerNode seeder = node("seeder");
        PeerNode other = node("other")) {
      Await.result(seeder.share(listed));
      ShareOptions options = ShareOptions.defaults().withListed(false);
      FileId fileId = Await.result(seeder.share(unlisted, options)).fileId();
      assertThat(Await.result(other.search("", null)).files())
          .extracting(FoundFile::name)
          .containsExactly("listed.bin");
      assertThat(Await.result(other.search("unlisted", null)).files()).isEmpty();
      assertThat(Await.result(other.details(fileId)).seeders()).isEqualTo(1);
      Path copy = directory.resolve("copy.bin");
      Await.result(other.download(fileId, copy).completion());
      assertThat(copy).hasSameBinaryContentAs(unlisted);
    }
  }

  @Test
  void shouldNotBeSharedWhenItsContentIsNotApproved() throws Exception {
    Path file = Content.write(directory.resolve("file.bin"), 1_000, 1);
    DeniedException refusal = new DeniedException("not that one", null);
    try (PeerNode seeder = node("seeder");
        PeerNode other = node("other")) {
      FileId fileId = Await.result(seeder.identify(file));
      ShareOptions options =
          ShareOptions.defaults()
              .withApproval(
                  id ->
                      id.equals(fileId)
                          ? CompletableFuture.failedFuture(refusal)
                          : CompletableFuture.completedFuture(null));
      assertThat(Await.failure(seeder.share(file, options), DeniedException.class))
          .isSameAs(refusal);
      assertThat(Await.result(other.details(fileId)).seeders()).isZero();
      Path third = Content.write(directory.resolve("third.bin"), 1_000, 3);
      assertThat(Await.result(seeder.share(third, options)).isPublic()).isTrue();
    }
  }
}
