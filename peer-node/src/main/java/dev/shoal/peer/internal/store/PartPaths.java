package dev.shoal.peer.internal.store;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FileNames;
import dev.shoal.protocol.PlainText;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where the files of a download lie: beside its destination and hidden, named after it and the
 * content.
 *
 * @param part the bytes
 * @param journal what is known of them
 */
record PartPaths(Path destination, Path directory, Path part, Path journal) {
  private static final int ID_DIGITS = 16;
  private static final String PART = ".part";
  private static final String JOURNAL = ".journal";

  /**
   * The paths for a destination.
   *
   * @throws StorageException if there can be no file: it is a directory, or in none that exists
   */
  static PartPaths of(Path destination, FileId fileId) throws StorageException {
    Path absolute = destination.toAbsolutePath();
    Path directory = absolute.getParent();
    if (directory == null || Files.isDirectory(absolute)) {
      throw wrongKind(absolute, " is a directory");
    }
    if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
      throw wrongKind(absolute, " is not an ordinary file");
    }
    if (!Files.isDirectory(directory)) {
      if (Files.exists(directory)) {
        throw wrongKind(directory, " is not a directory");
      }
      throw new StorageException(
          Reason.NOT_FOUND, "the directory " + text(directory) + " does not exist", null);
    }
    return named(absolute, directory, fileId);
  }

  /**
   * The paths for a destination of which it is known that there can be a file.
   *
   * @param absolute the destination
   * @param directory in which it is
   */
  static PartPaths named(Path absolute, Path directory, FileId fileId) {
    String id = "." + fileId.toString().substring(0, ID_DIGITS);
    int room = FileNames.MAX_BYTES - 1 - id.length() - JOURNAL.length();
    String stem = "." + FileNames.shorten(absolute.getFileName().toString(), room) + id;
    return new PartPaths(
        absolute, directory, directory.resolve(stem + PART), directory.resolve(stem + JOURNAL));
  }

  /** Whether there is anything under the final name. */
  boolean destinationExists() {
    return Files.exists(destination, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether there is a part file. */
  boolean partExists() {
    return Files.exists(part, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether there is a journal. */
  boolean journalExists() {
    return Files.exists(journal, LinkOption.NOFOLLOW_LINKS);
  }

  private static StorageException wrongKind(Path path, String what) {
    return new StorageException(Reason.WRONG_KIND, text(path) + what, null);
  }

  private static String text(Path path) {
    return PlainText.of(path.toString());
  }
}
