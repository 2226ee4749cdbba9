package dev.shoal.benchmarks.watched;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMixTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void shouldWriteFilesOfDifferentSizesIntoSubfolders() throws Exception {
    new FileMix(501, 1, 20).write(directory.resolve("files"));
    try (Stream<Path> all = Files.walk(directory.resolve("files"))) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSize(501);
      assertThat(files.stream().map(Path::getParent).distinct()).hasSize(2);
      assertThat(files.stream().map(file -> file.toFile().length()).distinct())
          .hasSizeGreaterThan(10)
          .allMatch(size -> size >= 1 && size <= 20);
    }
  }
}
