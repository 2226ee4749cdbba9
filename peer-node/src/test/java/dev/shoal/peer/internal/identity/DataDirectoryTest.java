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
  void shouldKeepIdentity() throws Exception {
    PeerId first;
    try (DataDirectory data = DataDirectory.open(directory())) {
      first = data.identity().peerId();
      assertThat(data.isTemporary()).isFalse();
    }

    try (DataDirectory data = DataDirectory.open(directory())) {
      assertThat(data.identity().peerId()).isEqualTo(first);
    }
    assertThat(names()).containsExactly("identity.key", "lock");
  }

  @Test
  void shouldKeepOthersOut() throws Exception {
    assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"));
    DataDirectory.open(directory()).close();

    assertThat(permissions(directory())).isEqualTo("rwx------");
    assertThat(permissions(directory().resolve("identity.key"))).isEqualTo("rw-------");
  }

  @Test
  void shouldCreateDirectoriesAbove() throws Exception {
    DataDirectory.open(parent.resolve("a/b/c")).close();

    assertThat(parent.resolve("a/b/c/identity.key")).exists();
  }

  @Test
  void shouldRefuseSecondNode() throws Exception {
    try (DataDirectory first = DataDirectory.open(directory())) {
      assertThat(first.isTemporary()).isFalse();
      StorageException refused = refused(directory());
      assertThat(refused.reason()).isEqualTo(Reason.IN_USE);
      assertThat(refused)
          .hasMessage("the data directory " + directory() + " is in use by another node");
    }

    DataDirectory.open(directory()).close();
  }

  @Test
  void shouldGiveSecondNodeTemporaryIdentity() throws Exception {
    try (DataDirectory first = DataDirectory.openOrTemporary(directory());
        DataDirectory second = DataDirectory.openOrTemporary(directory())) {
      assertThat(first.isTemporary()).isFalse();
      assertThat(second.isTemporary()).isTrue();
      assertThat(second.identity().peerId()).isNotEqualTo(first.identity().peerId());
      assertThat(names()).containsExactly("identity.key", "lock");
    }
  }

  @Test
  void shouldNotReplaceKeyThatMakesNoSense() throws Exception {
    Files.createDirectory(directory());
    Path key = Files.writeString(directory().resolve("identity.key"), "garbage \u00ff");

    StorageException refused = refused(directory());

    assertThat(refused.reason()).isEqualTo(Reason.CORRUPT);
    assertThat(refused).hasMessageStartingWith(key + " does not hold a node's key");
    assertThat(key).hasContent("garbage \u00ff");
    assertThat(refused(directory()).reason()).isEqualTo(Reason.CORRUPT); // and not locked
  }

  @Test
  void shouldAcceptKeyThatIsOpenToOthers() throws Exception {
    assumeTrue(parent.getFileSystem().supportedFileAttributeViews().contains("posix"));
    PeerId first;
    try (DataDirectory data = DataDirectory.open(directory())) {
      first = data.identity().peerId();
    }
    Files.setPosixFilePermissions(
        directory().resolve("identity.key"), PosixFilePermissions.fromString("rw-r--r--"));

    try (DataDirectory data = DataDirectory.open(directory())) {
      assertThat(data.identity().peerId()).isEqualTo(first);
    }
  }

  @Test
  void shouldSayWhenDirectoryIsFile() throws Exception {
    Files.writeString(directory(), "");

    StorageException refused = refused(directory());

    assertThat(refused.reason()).isEqualTo(Reason.WRONG_KIND);
    assertThat(refused).hasMessage(directory() + " is not a directory");
  }

  @Test
  void shouldGoOnWhenCreatingKeyWasCutShort() throws Exception {
    Files.createDirectory(directory());
    Files.writeString(directory().resolve("identity.key.tmp"), "-----BEGIN");

    DataDirectory.open(directory()).close();

    assertThat(names()).containsExactly("identity.key", "lock");
  }

  private Path directory() {
    return parent.resolve("data");
  }

  private static StorageException refused(Path directory) {
    return catchThrowableOfType(
        StorageException.class, () -> DataDirectory.open(directory).close());
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
