package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir Path directory = Path.of("");
  private PrivateFile file = PrivateFile.of(Path.of(""));

  @BeforeEach
  void name() {
    file = PrivateFile.of(directory.resolve("secret"));
  }

  @Test
  void shouldCreateAFileForItsOwnerAlone() throws IOException {
    file.create(new byte[] {1, 2, 3});

    assertThat(file.read(3)).containsExactly(1, 2, 3);
    assertThat(file.isOpenToOthers()).isFalse();
    assertOnlyFile();
  }

  @Test
  void shouldNotReplaceAFileWhenItIsToBeNew() throws IOException {
    file.create(new byte[] {1});

    assertThatThrownBy(() -> file.create(new byte[] {2}))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file.read(1)).containsExactly(1);
    assertOnlyFile();
  }

  @Test
  void shouldReplaceAFileThatWasOpenToOthers() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Files.write(file.path(), new byte[] {1});
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(file.isOpenToOthers()).isTrue();

    file.replace(new byte[] {2, 2});

    assertThat(file.read(10)).containsExactly(2, 2);
    assertThat(file.isOpenToOthers()).isFalse();
    assertOnlyFile();
  }

  @Test
  void shouldReplaceAFileThatIsNotThere() throws IOException {
    file.replace(new byte[] {4});

    assertThat(file.read(10)).containsExactly(4);
  }

  @Test
  void shouldNotReadMoreThanAllowed() throws IOException {
    file.create(new byte[11]);

    assertThat(file.read(11)).hasSize(11);
    assertThatThrownBy(() -> file.read(10))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file.path() + ": longer than the 10 bytes that it may have");
  }

  @Test
  void shouldSayThatThereIsNone() {
    assertThatThrownBy(() -> file.read(10)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void shouldCloseOnlyTheDirectoryItselfToOthers() throws IOException {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path made = directory.resolve("a/b/c");
    PrivateFile.createDirectory(made);
    PrivateFile.createDirectory(made);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
    assertThat(made.getParent()).isDirectory();
  }

  @Test
  void shouldSayThatSomethingElseHasTheNameOfTheDirectory() throws IOException {
    file.create(new byte[0]);

    assertThatThrownBy(() -> PrivateFile.createDirectory(file.path()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private void assertOnlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file.path());
    }
  }
}
