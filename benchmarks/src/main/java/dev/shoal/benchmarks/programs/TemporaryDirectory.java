package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that is gone, with all that is in it, when it is closed. */
public final class TemporaryDirectory implements AutoCloseable {
  private final Path path;

  /** Makes one. */
  public TemporaryDirectory() throws IOException {
    path = Files.createTempDirectory("shoal-bench");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes it; whoever writes to it must have ended. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
