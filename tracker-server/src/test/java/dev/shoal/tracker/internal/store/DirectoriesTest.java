package dev.shoal.tracker.internal.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir Path directory;

  @Test
  void shouldSyncWhenDirectoryIsThere() throws IOException {
    Directories.sync(directory.resolve("file"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldFailWhenDirectoryCannotBeOpened() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(() -> Directories.sync(missing.resolve("file")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the directory " + missing + " cannot be synced: ");
  }

  /** What the kernel makes up has no disk to be put on: it can be opened, but not synced. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldFailWhenDirectoryCannotBeSynced() {
    assertThatThrownBy(() -> Directories.sync(Path.of("/proc/file")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the directory /proc cannot be synced: ");
  }
}
