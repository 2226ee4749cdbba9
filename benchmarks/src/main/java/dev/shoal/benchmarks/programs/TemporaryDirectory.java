package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory that is gone, with all that is in it, when it is closed. */
public final class TemporaryDirectory implements AutoCloseable {
  private static final String PREFIX = "shoal-bench";
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path path;

  /** Makes one. */
  public TemporaryDirectory() throws IOException {
    path = Files.createTempDirectory(PREFIX);
  }

  /** Makes one in another directory. */
  public TemporaryDirectory(Path parent) throws IOException {
    path = Files.createTempDirectory(parent, PREFIX);
  }

  /**
   * Makes one for large files.
   *
   * @param parent null: the memory file system where there is one with so much room, or else the
   *     system's temporary directory
   * @throws IOException also if there is not so much room
   */
  public static TemporaryDirectory withRoom(@Nullable Path parent, long bytes) throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path chosen = parent != null ? parent : hasRoom(MEMORY, bytes) ? MEMORY : temporary;
    if (!hasRoom(chosen, bytes)) {
      throw new IOException(
          "%s is no directory that one can write to and that has %,d bytes left"
              .formatted(chosen, bytes));
    }
    return new TemporaryDirectory(chosen);
  }

  private static boolean hasRoom(Path directory, long bytes) throws IOException {
    return Files.isDirectory(directory)
        && Files.isWritable(directory)
        && Files.getFileStore(directory).getUsableSpace() > bytes;
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
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
