package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageErrorsTest {
  @TempDir Path directory = Path.of("");

  @Test
  void shouldKnowFullDisksAndQuotas() {
    assertExplained(
        new IOException("No space left on device"),
        Reason.DISK_FULL,
        "no space left on device while writing " + file());
    assertExplained(
        new FileSystemException(file().toString(), null, "Disk quota exceeded"),
        Reason.DISK_FULL,
        "no space left on device while writing " + file());
  }

  @Test
  void shouldKnowWhatTheSystemSaysOfFullDisk() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    try (DiskFile file = new DiskFileLayer().open(full)) {
      IOException thrown =
          catchThrowableOfType(IOException.class, () -> file.write(ByteBuffer.allocate(1), 0));

      assertThat(StorageErrors.explain("writing", file(), thrown).reason())
          .isEqualTo(Reason.DISK_FULL);
    }
  }

  @Test
  void shouldKnowMissingPermission() {
    assertExplained(
        new AccessDeniedException(file().toString()),
        Reason.DENIED,
        "permission denied while writing " + file());
  }

  @Test
  void shouldNameWhatIsMissing() {
    assertExplained(
        new NoSuchFileException(file() + ".part"),
        Reason.NOT_FOUND,
        file() + ".part does not exist");
  }

  @Test
  void shouldPassOnWhatItDoesNotKnow() {
    assertExplained(
        new FileSystemException(file().toString(), null, "Input/output error"),
        Reason.FAILED,
        "writing " + file() + " failed: Input/output error");
    assertExplained(
        new ClosedChannelException(),
        Reason.FAILED,
        "writing " + file() + " failed: ClosedChannelException");
  }

  @Test
  void shouldNotLetNamesGarbleTerminal() {
    Path file = directory.resolve("a\u001b[2Jb");

    assertThat(StorageErrors.explain("writing", file, new AccessDeniedException("")))
        .hasMessageEndingWith("a\uFFFD[2Jb");
  }

  private void assertExplained(IOException cause, Reason reason, String message) {
    StorageException explained = StorageErrors.explain("writing", file(), cause);
    assertThat(explained.reason()).isEqualTo(reason);
    assertThat(explained).hasMessage(message).hasCause(cause);
  }

  private Path file() {
    return directory.resolve("file");
  }
}
