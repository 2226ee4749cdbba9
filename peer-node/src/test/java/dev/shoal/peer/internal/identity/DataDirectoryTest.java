package dev.shoal.peer.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent = Path.of("");

  @Test
  void shouldGiveEveryNodeThatUsesItTheSameIdentity() throws Exception {
    PeerId first = peerId();

    assertThat(peerId()).isEqualTo(first);
    assertThat(names()).containsExactly("identity.key");
  }

  @Test
  void shouldKeepOthersOut() throws Exception {
    assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"));
    peerId();

    assertThat(permissions(directory())).isEqualTo("rwx------");
    assertThat(permissions(directory().resolve("identity.key"))).isEqualTo("rw-------");
  }

  @Test
  void shouldCreateDirectoriesAbove() throws Exception {
    DataDirectory.open(parent.resolve("a/b/c")).identity();

    assertThat(parent.resolve("a/b/c/identity.key")).exists();
  }

  @Test
  void shouldNotReplaceKeyThatMakesNoSense() throws Exception {
    Files.createDirectory(directory());
    Path key = Files.writeString(directory().resolve("identity.key"), "garbage \u00ff");

    StorageException refused = refused(directory());

    assertThat(refused.reason()).isEqualTo(Reason.CORRUPT);
    assertThat(refused).hasMessageStartingWith(key + " does not hold a node's key");
    assertThat(key).hasContent("garbage \u00ff");
  }

  @Test
  void shouldSayWhenDirectoryIsFile() throws Exception {
    Files.writeString(directory(), "");

    StorageException refused = refused(directory());

    assertThat(refused.reason()).isEqualTo(Reason.WRONG_KIND);
    assertThat(refused).hasMessage(directory() + " is not a directory");
  }

  private Path directory() {
    return parent.resolve("data");
  }

  private PeerId peerId() throws StorageException {
    return DataDirectory.open(directory()).identity().peerId();
  }

  private static StorageException refused(Path directory) {
    return catchThrowableOfType(
        StorageException.class, () -> DataDirectory.open(directory).identity());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
