package dev.shoal.peer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathPolicyTest {
  @TempDir Path directory;
  private PathPolicy policy;

  @BeforeEach
  void start() throws Exception {
    directory = directory.toRealPath();
    Files.createDirectory(directory.resolve("data"));
    Files.createDirectory(directory.resolve("elsewhere"));
    policy =
        new PathPolicy(
            directory.resolve("data"),
            directory.resolve("downloads"),
            List.of(directory.resolve("allowed")));
  }

  private void refuses(String path) {
    assertThatExceptionOfType(DeniedException.class)
        .isThrownBy(() -> policy.writableDirectory(directory.resolve(path)));
  }

  @Test
  void shouldMakeTheDirectoryWhenItMayBeWrittenIn() throws Exception {
    assertThat(policy.writableDirectory(directory.resolve("downloads/a/b"))).isDirectory();
    assertThat(policy.writableDirectory(directory.resolve("allowed"))).isDirectory();
  }

  @Test
  void shouldRefuseToWriteElsewhere() {
    refuses("elsewhere");
    refuses("downloads/../elsewhere");
    refuses("downloads-2");
    refuses("data");
    refuses("data/node");
    refuses(".");
    assertThat(directory.resolve("downloads-2")).doesNotExist();
  }

  @Test
  void shouldRefuseWhenALinkLeadsElsewhere() throws Exception {
    Files.createDirectory(directory.resolve("downloads"));
    Files.createSymbolicLink(directory.resolve("downloads/out"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("downloads/data"), directory.resolve("data"));
    Files.createSymbolicLink(directory.resolve("downloads/none"), directory.resolve("not/there"));
    refuses("downloads/out");
    refuses("downloads/out/deeper");
    refuses("downloads/data");
    refuses("downloads/none");
    refuses("downloads/none/deeper");
  }

  @Test
  void shouldAllowWhenTheDownloadDirectoryItselfIsALink() throws Exception {
    Files.createSymbolicLink(directory.resolve("downloads"), directory.resolve("elsewhere"));
    assertThat(policy.writableDirectory(directory.resolve("downloads/a")))
        .isEqualTo(directory.resolve("elsewhere/a"));
  }

  @Test
  void shouldRefuseWhenTheDataDirectoryIsInWhatIsAllowed() {
    PathPolicy wide = new PathPolicy(directory.resolve("data"), directory, List.of());
    assertThatExceptionOfType(DeniedException.class)
        .isThrownBy(() -> wide.writableDirectory(directory.resolve("data/node")));
  }

  @Test
  void shouldShareAnyFileButTheNodesOwn() throws Exception {
    Path file = Files.writeString(directory.resolve("elsewhere/a"), "12345");
    assertThat(policy.shareable(file)).isEqualTo(5);
    Path key = Files.writeString(directory.resolve("data/key.pem"), "secret");
    Path link = Files.createSymbolicLink(directory.resolve("elsewhere/link"), key);
    assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> policy.shareable(key));
    assertThatExceptionOfType(DeniedException.class).isThrownBy(() -> policy.shareable(link));
  }

  @Test
  void shouldSayWhyWhenAFileCannotBeShared() {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> policy.shareable(directory.resolve("none")))
        .withMessageContaining("does not exist");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> policy.shareable(directory.resolve("elsewhere")))
        .withMessageContaining("is not a file");
  }

  @Test
  void shouldRefuseWhatIsNoAbsolutePath() {
    assertThatIllegalArgumentException().isThrownBy(() -> PathPolicy.absolute("a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> PathPolicy.absolute("/a\0b"));
    assertThat(PathPolicy.absolute("/a/../b")).isEqualTo(Path.of("/b"));
  }
}
