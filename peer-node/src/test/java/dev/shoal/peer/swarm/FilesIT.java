package dev.shoal.peer.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.PeerNode;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.ShareOptions;
import dev.shoal.peer.SharedFile;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of odd lengths and names, and places where no file can go. */
@Timeout(120)
class FilesIT {
  private static final int CHUNK = 256 << 10;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        16383,
        16384,
        16385,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        4 * CHUNK - 1,
        4 * CHUNK,
        4 * CHUNK + 1
      })
  void shouldArriveWhateverItsLength(int length) throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(length).start()) {
      DownloadResult result = swarm.everyoneDownloads().get(0);
      swarm.everyCopyIsIdentical();
      assertThat(result.length()).isEqualTo(length);
      assertThat(result.fetchedBytes()).isEqualTo(length);
      assertThat(result.keptBytes()).isZero();
    }
  }

  static Stream<String> names() {
    return Stream.of(
        "with spaces in it.bin", "Grüße aus 東京 🐟.bin", "-rf", "a".repeat(200), "semi;colon&'");
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldKeepItsNameWhenThatIsUnusual(String name) throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      Path file = Content.write(directory.resolve(name), CHUNK + 1, 7);
      SharedFile shared = Await.result(swarm.seeders().get(0).share(file));
      assertThat(shared.name()).isEqualTo(name);
      Path copies = Files.createDirectory(directory.resolve("copies"));
      Path copy = copies.resolve(name);
      Await.result(swarm.leechers().get(0).download(shared.fileId(), copy).completion());
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
      assertThat(copies).isDirectoryContaining(path -> path.equals(copy));
      assertThat(copies.toFile().list()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/passwd", "a\u0000b\nc\u001b[31m", "C:\\x", "..", "\u202egpj.exe"})
  void shouldPublishASafeNameWhenAHostileOneIsGiven(String name) throws Exception {
    try (Swarm swarm = Swarm.in(directory).leechers(0).start()) {
      PeerNode node = swarm.seeders().get(0);
      SharedFile shared =
          Await.result(node.share(swarm.original(), ShareOptions.defaults().withName(name)));
      assertThat(shared.name())
          .isNotIn("", ".", "..")
          .doesNotContainPattern("(^|/)\\.*(/|$)|[\\\\\\p{Cntrl}\u202e]");
      SearchPage page = Await.result(node.search("", null));
      assertThat(page.files())
          .allSatisfy(file -> assertThat(file.name()).doesNotContainPattern("[\\p{Cntrl}\u202e]"));
    }
  }

  @Test
  void shouldRefuseWhenTheDestinationExists() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      Files.writeString(swarm.copy(0), "precious");
      isRefused(swarm.download(0, DownloadOptions.defaults()), Reason.EXISTS);
      assertThat(swarm.copy(0)).hasContent("precious");

      Download replacing = swarm.download(0, DownloadOptions.defaults().withOverwrite(true));
      Await.result(replacing.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldRefuseWhenTheDestinationAppearsMeanwhile() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(16 << 20).leechers(0).start();
        Brake brake = new Brake(20);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download download = node.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      Files.writeString(swarm.copy(0), "precious");
      brake.release();
      isRefused(download, Reason.EXISTS);
      assertThat(swarm.copy(0)).hasContent("precious");
    }
  }

  @Test
  void shouldRefuseWhenThereCanBeNoSuchFile() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      PeerNode node = swarm.leechers().get(0);
      Path missing = directory.resolve("missing").resolve("copy");
      isRefused(node.download(swarm.fileId(), missing), Reason.NOT_FOUND);
      isRefused(node.download(swarm.fileId(), directory), Reason.WRONG_KIND);
      Path below = swarm.original().resolve("copy");
      isRefused(node.download(swarm.fileId(), below), Reason.WRONG_KIND);
    }
  }

  @Test
  void shouldRefuseWhenTheDirectoryTakesNoFiles() throws Exception {
    Path proc = Path.of("/proc/self");
    Assumptions.assumeTrue(Files.isDirectory(proc));
    try (Swarm swarm = Swarm.in(directory).start()) {
      Download download =
          swarm.leechers().get(0).download(swarm.fileId(), proc.resolve("shoal-copy"));
      Await.failure(download.completion(), StorageException.class);
    }
  }

  @Test
  void shouldFailWhenItsDirectoryVanishesHalfWay() throws Exception {
    Path place = Files.createDirectory(directory.resolve("place"));
    try (Swarm swarm = Swarm.in(directory).sharing(16 << 20).leechers(0).start();
        Brake brake = new Brake(20);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download download = node.download(swarm.fileId(), place.resolve("copy"));
      brake.awaitHeld();
      try (Stream<Path> files = Files.list(place)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(place);
      brake.release();
      Await.failure(download.completion(), StorageException.class);
    }
  }

  @Test
  void shouldRefuseTheSecondWhenTwoDownloadsGoToOnePlace() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(16 << 20).leechers(1).start();
        Brake brake = new Brake(20);
        PeerNode node = swarm.settings("slow").workers(brake).build()) {
      Download first = node.download(swarm.fileId(), swarm.copy(0));
      brake.awaitHeld();
      isRefused(swarm.download(0, DownloadOptions.defaults()), Reason.IN_USE);
      brake.release();
      Await.result(first.completion());
      swarm.everyCopyIsIdentical();
    }
  }

  @Test
  void shouldFailToShareWhatIsNoFile() throws Exception {
    try (Swarm swarm = Swarm.in(directory).start()) {
      PeerNode node = swarm.seeders().get(0);
      Await.failure(node.share(directory), StorageException.class);
      Await.failure(node.share(directory.resolve("missing")), StorageException.class);
    }
  }

  private static void isRefused(Download download, Reason reason) throws Exception {
    StorageException why = Await.failure(download.completion(), StorageException.class);
    assertThat(why.reason()).isEqualTo(reason);
  }
}
