package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temporary;

  @Test
  void shouldCreateDirectoryWithParentsWhenItIsMissing() throws IOException {
    Path directory = temporary.resolve("a/b");

    DataDirectory.prepare(directory);
    DataDirectory.prepare(directory);

    assertThat(directory).isDirectory();
  }

  @Test
  void shouldSayWhyWhenFileIsInTheWay() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.prepare(file))
        .hasMessage("the data directory " + file + " cannot be created");
  }
}
