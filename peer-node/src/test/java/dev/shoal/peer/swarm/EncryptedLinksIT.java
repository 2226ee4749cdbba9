package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.TlsMode;
import dev.shoal.peer.UnreachableException;
import dev.shoal.tracker.TrackerServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How public files come from peers that insist on TLS, and from those that don't. */
@Timeout(120)
class EncryptedLinksIT {
  @TempDir Path directory;

  private Path original = Path.of("");

  @BeforeEach
  void writeOriginal() throws Exception {
    original = Content.write(directory.resolve("original.bin"), 1_000_000, 1);
  }

  @ParameterizedTest
  @CsvSource({"AUTO, AUTO", "AUTO, REQUIRED", "REQUIRED, AUTO", "REQUIRED, REQUIRED", "OFF, AUTO"})
  void shouldFetchAPublicFile(TlsMode seeding, TlsMode fetching) throws Exception {
    try (PeerNode seeder = settings("seeder", seeding).build();
        PeerNode leecher = settings("leecher", fetching).build()) {
      assertThat(fetch(seeder, leecher)).hasSameBinaryContentAs(original);
    }
  }

  /** Anybody on the path of a plain connection can bring an honest peer into disrepute. */
  @Test
  void shouldAskByTlsWhoseBytesWereWrongOverAPlainConnection() throws Exception {
    try (PeerNode seeder = settings("seeder", TlsMode.AUTO).build();
        PeerNode leecher = settings("leecher", TlsMode.AUTO).build();
        Relay between = new Relay(seeder.address())) {
      between.corruptPlain(500_000);
      SharedFile shared = Await.result(seeder.share(original));
      Path copy = directory.resolve("copy.bin");
      DownloadOptions options = DownloadOptions.defaults().withSources(List.of(between.listens()));
      Await.result(leecher.download(shared.fileId(), copy, options).completion());
      assertThat(copy).hasSameBinaryContentAs(original);
      assertThat(between.connections()).isEqualTo(2);
    }
  }

  @Test
  void shouldNotFetchFromWhoInsistsWhenTlsIsOff() throws Exception {
    try (PeerNode seeder = settings("seeder", TlsMode.REQUIRED).build();
        PeerNode leecher = settings("leecher", TlsMode.OFF).build()) {
      SharedFile shared = Await.result(seeder.share(original));
      DownloadOptions options = from(seeder).withWaitFor(Duration.ofMillis(1500));
      Await.failure(
          leecher.download(shared.fileId(), directory.resolve("copy.bin"), options).completion(),
          UnreachableException.class);
    }
  }

  /** As with two processes of one user, of which one shares what the other fetches. */
  @Test
  void shouldFetchFromAnotherNodeOfTheSameDataDirectory() throws Exception {
    try (TrackerServer tracker =
            TrackerServer.builder()
                .bindAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .start()
                .get(60, TimeUnit.SECONDS);
        PeerNode seeder = known("same", tracker).build();
        PeerNode leecher = known("same", tracker).build();
        PeerNode third = known("third", tracker).build()) {
      assertThat(seeder.peerId()).isEqualTo(leecher.peerId());
      SharedFile shared = Await.result(seeder.share(original));
      DownloadOptions patient = DownloadOptions.defaults().withWaitFor(Duration.ofSeconds(60));
      Path copy = directory.resolve("copy.bin");
      Await.result(leecher.download(shared.fileId(), copy, patient).completion());
      assertThat(copy).hasSameBinaryContentAs(original);
      // To others they are two sources.
      Await.until("both are known", () -> third.details(shared.fileId()).join().seeders() == 2);
      Await.result(
          third.download(shared.fileId(), directory.resolve("third.bin"), patient).completion());
    }
  }

  private Path fetch(PeerNode seeder, PeerNode leecher) throws Exception {
    SharedFile shared = Await.result(seeder.share(original));
    Path copy = directory.resolve("copy.bin");
    Await.result(leecher.download(shared.fileId(), copy, from(seeder)).completion());
    return copy;
  }

  private static DownloadOptions from(PeerNode seeder) {
    return DownloadOptions.defaults().withSources(List.of(seeder.address()));
  }

  private PeerNode.Builder known(String name, TrackerServer tracker) {
    return settings(name, TlsMode.AUTO).tracker("127.0.0.1:" + tracker.address().getPort());
  }

  private PeerNode.Builder settings(String name, TlsMode tls) {
    return PeerNode.builder()
        .tls(tls)
        .bind(InetAddress.getLoopbackAddress())
        .memory(16 << 20)
        .dataDirectory(directory.resolve(name));
  }
}
