package dev.shoal.peer.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedFileTest {
  @TempDir Path directory = Path.of("");

  @Test
  void shouldRefuseWhileLockedAndNotAfterwards() throws IOException {
    try (LockedFile locked = LockedFile.open(file())) {
      assertThat(locked.channel().isOpen()).isTrue();
      assertLocked(file());
    }

    LockedFile.open(file()).close();
  }

  @Test
  void shouldKnowFileUnderOtherPaths() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (LockedFile locked = LockedFile.open(file())) {
      assertThat(locked.channel().isOpen()).isTrue();
      assertLocked(link.resolve("lock"));
      assertLocked(directory.resolve("./lock"));
    }
  }

  @Test
  void shouldLockAnewWhenFileWasDeletedMeanwhile() throws IOException {
    try (LockedFile locked = LockedFile.open(file())) {
      assertThat(locked.channel().size()).isZero();
      Files.delete(file());
    }

    try (LockedFile locked = LockedFile.open(file())) {
      assertThat(locked.channel().size()).isZero();
      assertThat(file()).exists();
    }
  }

  @Test
  void shouldNotReleaseWhatAnotherLockedWhenClosedTwice() throws IOException {
    LockedFile first = LockedFile.open(file());
    first.close();
    try (LockedFile second = LockedFile.open(file())) {
      assertThat(second.channel().isOpen()).isTrue();
      first.close();
      assertLocked(file());
    }
  }

  @Test
  void shouldLeaveNothingClaimedWhenOpeningFails() throws IOException {
    Path inside = directory.resolve("later/lock");
    assertThatThrownBy(() -> LockedFile.open(inside)).isInstanceOf(IOException.class);
    Files.createDirectory(file());
    assertThatThrownBy(() -> LockedFile.open(file())).isInstanceOf(IOException.class);
    Files.delete(file());

    LockedFile.open(file()).close();
  }

  private static void assertLocked(Path file) {
    assertThatThrownBy(() -> LockedFile.open(file)).isInstanceOf(FileLockedException.class);
  }

  private Path file() {
    return directory.resolve("lock");
  }
}
