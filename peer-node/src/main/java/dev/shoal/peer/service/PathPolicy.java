package dev.shoal.peer.service;

import dev.shoal.peer.DeniedException;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a running node writes and reads on behalf of others: decided on real paths, so that no
 * symbolic link leads elsewhere. Never in its own data directory. Immutable; methods block unless
 * said otherwise.
 */
final class PathPolicy {
  private final Path dataDirectory;
  private final Path downloadDirectory;
  private final List<Path> writable;

  /**
   * @param downloadDirectory below which files may be fetched to
   * @param allowed below which they may be, too
   */
  PathPolicy(Path dataDirectory, Path downloadDirectory, List<Path> allowed) {
    this.dataDirectory = dataDirectory;
    this.downloadDirectory = downloadDirectory;
    List<Path> all = new ArrayList<>(allowed);
    all.add(downloadDirectory);
    this.writable = List.copyOf(all);
  }

  /** Where files are fetched to if nobody says otherwise. Does not block. */
  Path downloadDirectory() {
    return downloadDirectory;
  }

  /**
   * Reads a path; does not block.
   *
   * @throws IllegalArgumentException if it is none, or not absolute
   */
  static Path absolute(String path) {
    try {
      Path parsed = Path.of(path);
      if (!parsed.isAbsolute()) {
        throw new IllegalArgumentException(
            "the path must be absolute, as the node has a directory of its own: "
                + PlainText.of(path));
      }
      return parsed.normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path: " + PlainText.of(path), e);
    }
  }

  /**
   * Checks that a file may be shared.
   *
   * @return its bytes
   */
  long shareable(Path file) throws ShoalException {
    Path real = real(file);
    if (real.startsWith(reality(dataDirectory))) {
      throw new DeniedException(
          text(file) + " is in the node's data directory, which is never shared", null);
    }
    if (!Files.isRegularFile(real)) {
      throw new StorageException(Reason.WRONG_KIND, text(file) + " is not a file", null);
    }
    if (!Files.isReadable(real)) {
      throw new StorageException(
          Reason.DENIED, "the node has no permission to read " + text(file), null);
    }
    try {
      return Files.size(real);
    } catch (IOException e) {
      throw Problems.storage("looking at", file, e);
    }
  }

  /**
   * Checks that a file may be written in a directory, and makes the directory.
   *
   * @return the real directory
   */
  Path writableDirectory(Path directory) throws ShoalException {
    Path real = reality(directory);
    requireWritable(directory, real);
    try {
      Files.createDirectories(real);
      Path made = real.toRealPath();
      requireWritable(directory, made); // what was made meanwhile may be a link
      return made;
    } catch (IOException e) {
      throw Problems.storage("making the directory", directory, e);
    }
  }

  private void requireWritable(Path directory, Path real) throws DeniedException {
    if (real.startsWith(reality(dataDirectory))) {
      throw new DeniedException(
          text(directory) + " is in the node's data directory, where nothing is fetched to", null);
    }
    if (writable.stream().noneMatch(allowed -> real.startsWith(reality(allowed)))) {
      throw new DeniedException(
          text(directory)
              + " is not where this node may write: give a path below "
              + text(downloadDirectory)
              + ", or start the node with --allow DIR",
          null);
    }
  }

  /** As far as there is something, with links resolved, and the rest as it is. */
  static Path reality(Path path) {
    Path normal = path.toAbsolutePath().normalize();
    Path existing = normal;
    while (existing != null) {
      try {
        return existing.toRealPath().resolve(existing.relativize(normal)).normalize();
      } catch (IOException e) {
        if (Files.isSymbolicLink(existing)) { // to nowhere: whoever makes the target decides
          return existing.getRoot();
        }
        existing = existing.getParent();
      }
    }
    return normal;
  }

  private static Path real(Path file) throws StorageException {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw Problems.storage("looking for", file, e);
    }
  }

  private static String text(Path path) {
    return PlainText.of(path.toString());
  }
}
