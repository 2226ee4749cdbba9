package dev.shoal.peer.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A new directory that is gone when it is closed. */
final class Workspace implements AutoCloseable {
  private static final String PREFIX = "shoal-";

  private final Path directory;

  private Workspace(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes one.
   *
   * @param parent an existing directory; null: the system's for temporary files
   */
  static Workspace create(@Nullable Path parent) throws IOException {
    return new Workspace(
        parent == null
            ? Files.createTempDirectory(PREFIX)
            : Files.createTempDirectory(parent, PREFIX));
  }

  /** A path in it. */
  Path path(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(directory, new Deletion());
  }

  /** Deletes what it visits. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
