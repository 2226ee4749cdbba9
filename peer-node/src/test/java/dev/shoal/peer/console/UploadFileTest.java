package dev.shoal.peer.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadFileTest {
  @TempDir private Path root;

  private Path directory() {
    return root.resolve("downloads").resolve("Uploads");
  }

  private Path upload(String name, String content) throws IOException {
    try (UploadFile file = UploadFile.create(directory(), name)) {
      file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      return file.publish();
    }
  }

  private List<String> below(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).map(f -> path.relativize(f).toString()).toList();
    }
  }

  @Test
  void shouldHaveItsNameOnlyOnceItIsWhole() throws IOException {
    try (UploadFile file = UploadFile.create(directory(), "a.txt")) {
      file.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));
      assertThat(below(directory())).singleElement().asString().matches("\\.upload-.*\\.part");

      assertThat(file.publish()).isEqualTo(directory().resolve("a.txt")).hasContent("hi");
    }
    assertThat(below(directory())).containsExactly("a.txt");
  }

  @Test
  void shouldReplaceNothing() throws IOException {
    upload("a.txt", "first");
    upload("a.txt", "second");
    Path third = upload("a.txt", "third");
    upload("plain", "first");

    assertThat(third).isEqualTo(directory().resolve("a (2).txt"));
    assertThat(upload("plain", "second")).isEqualTo(directory().resolve("plain (1)"));
    assertThat(directory().resolve("a.txt")).hasContent("first");
    assertThat(directory().resolve("a (1).txt")).hasContent("second");
  }

  @Test
  void shouldLeaveNothingWhenItIsGivenUp() throws IOException {
    try (UploadFile file = UploadFile.create(directory(), "a.txt")) {
      file.write(ByteBuffer.wrap(new byte[1000]));
    }

    assertThat(below(root)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../evil",
        "..\\..\\evil",
        "/etc/passwd",
        "C:\\Windows\\evil",
        "....//evil",
        "..",
        ".",
        ".bashrc",
        "a/../../evil",
        "evil\0.txt",
        "evil\n.txt",
        "%2e%2e%2fevil",
        "con.txt",
        "\u202egpj.exe",
        "</script><img src=x onerror=alert(1)>"
      })
  void shouldStayInItsDirectoryWhateverItIsCalled(String name) throws IOException {
    Path target = upload(name, "x");

    assertThat(target.getParent()).isEqualTo(directory());
    assertThat(below(root)).containsExactly(root.relativize(target).toString());
    assertThat(target.getFileName().toString())
        .doesNotStartWith(".")
        .matches("[^/\\\\\\x00-\\x1f<>:\u202e]+");
  }

  @Test
  void shouldTakeLongNamesAndNumberThem() throws IOException {
    String name = "ä".repeat(300) + ".txt";
    Path first = upload(name, "x");
    Path second = upload(name, "x");

    assertThat(second).isNotEqualTo(first);
    assertThat(second.getFileName().toString()).endsWith(" (1).txt");
    assertThat(second.getFileName().toString().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(256);
  }

  @Test
  void shouldRemoveWhatACrashHasLeftThoughNotWhatStillComes() throws IOException {
    Path old = Files.createFile(Files.createDirectories(directory()).resolve(part('a')));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path young = Files.createFile(directory().resolve(part('b')));
    Path other = Files.createFile(directory().resolve(".upload-mine.part"));
    Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));

    UploadFile.sweep(directory());

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(other).exists();
  }

  @Test
  void shouldSayThatTheDiskIsFull() {
    assertThat(
            UploadFile.explained(directory(), new IOException("No space left on device")).reason())
        .isEqualTo(StorageException.Reason.DISK_FULL);
  }

  private static String part(char digit) {
    return ".upload-" + (digit + "").repeat(36) + ".part";
  }
}
