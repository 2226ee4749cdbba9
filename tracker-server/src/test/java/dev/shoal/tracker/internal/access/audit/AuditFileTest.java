package dev.shoal.tracker.internal.access.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void setUp() {
    path = directory.resolve("audit.log");
  }

  @Test
  void shouldAppendToWhatIsThere() throws IOException {
    new AuditFile(path).write(List.of("one", "two"));
    new AuditFile(path).write(List.of("three"));
    assertThat(path).content().isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void shouldBeForItsOwnerOnly() throws IOException {
    Files.writeString(path, "one\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    new AuditFile(path);
    assertThat(permissions()).isEqualTo("rw-------");
    Files.delete(path);
    new AuditFile(path);
    assertThat(permissions()).isEqualTo("rw-------");
  }

  @Test
  void shouldBeginALineOfItsOwnWhenTheLastOneWasCutShort() throws IOException {
    Files.writeString(path, "{\"time\":\"20");
    new AuditFile(path).write(List.of("two"));
    assertThat(path).content().isEqualTo("{\"time\":\"20\ntwo\n");
  }

  @Test
  void shouldGoOnInANewFileWhenItIsMovedAway() throws IOException {
    AuditFile file = new AuditFile(path);
    file.write(List.of("one"));
    Files.move(path, directory.resolve("audit.log.1"));
    file.write(List.of("two"));
    assertThat(path).content().isEqualTo("two\n");
    assertThat(permissions()).isEqualTo("rw-------");
  }

  @Test
  void shouldNotFollowALinkThatSomebodyPutThere() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createSymbolicLink(path, elsewhere);
    assertThatThrownBy(() -> new AuditFile(path))
        .isInstanceOf(IOException.class)
        .hasMessage("the audit log " + path + " cannot be written");
    assertThat(elsewhere).doesNotExist();
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
