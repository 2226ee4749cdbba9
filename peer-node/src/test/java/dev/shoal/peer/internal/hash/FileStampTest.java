package dev.shoal.peer.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shoal.peer.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {
  @TempDir Path directory = Path.of("");

  @Test
  void shouldStayTheSameWhenFileIsLeftAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");

    assertThat(FileStamp.of(file)).isEqualTo(FileStamp.of(file)).extracting("size").isEqualTo(7L);
  }

  @Test
  void shouldStayTheSameWhenFileIsRenamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    FileStamp before = FileStamp.of(file);

    assertThat(FileStamp.of(Files.move(file, directory.resolve("other")))).isEqualTo(before);
  }

  @Test
  void shouldDifferWhenFileIsTouched() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    FileStamp before = FileStamp.of(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertThat(FileStamp.of(file)).isNotEqualTo(before);
  }

  @Test
  void shouldDifferWhenAnotherFileTakesItsPlace() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");
    FileStamp before = FileStamp.of(file);
    FileTime time = Files.getLastModifiedTime(file);
    Path other = Files.writeString(directory.resolve("other"), "contend");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(file, time);

    assertThat(FileStamp.of(file)).isNotEqualTo(before);
  }

  @Test
  void shouldSayWhenThereIsNoFile() {
    assertThatThrownBy(() -> FileStamp.of(directory.resolve("none")))
        .isInstanceOf(StorageException.class)
        .hasMessage(directory.resolve("none") + " does not exist");
  }
}
