package dev.shoal.peer.internal.store;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PlainText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what the operating system says into one sentence for a person, and its reason. */
public final class StorageErrors {
  private StorageErrors() {}

  private static final List<String> FULL =
      List.of("no space left", "not enough space", "quota exceeded");

  /** Below this many usable bytes an otherwise unknown failure to write is put down to it. */
  private static final long NEARLY_FULL = 1024 * 1024;

  /**
   * Explains a failure.
   *
   * @param doing what was tried, say {@code "writing"}
   * @param path the file a person would think of
   */
  public static StorageException explain(String doing, Path path, IOException cause) {
    String name = PlainText.of(path.toString());
    if (isFull(path, cause)) {
      return new StorageException(
          Reason.DISK_FULL, "no space left on device while " + doing + " " + name, cause);
    }
    if (cause instanceof FileLockedException) {
      return new StorageException(
          Reason.IN_USE, name + " is in use by another process or node", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new StorageException(
          Reason.DENIED, "permission denied while " + doing + " " + name, cause);
    }
    if (cause instanceof NoSuchFileException e) {
      return notFound(path, e);
    }
    if (cause instanceof NotDirectoryException) {
      return new StorageException(Reason.WRONG_KIND, name + " is not in a directory", cause);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return exists(path, cause);
    }
    return new StorageException(
        Reason.FAILED, doing + " " + name + " failed: " + why(cause), cause);
  }

  private static StorageException notFound(Path path, NoSuchFileException cause) {
    Path directory = path.toAbsolutePath().getParent();
    String missing =
        directory != null && !Files.exists(directory)
            ? "the directory " + directory
            : Objects.requireNonNullElse(cause.getFile(), path.toString());
    return new StorageException(Reason.NOT_FOUND, PlainText.of(missing) + " does not exist", cause);
  }

  /** Throws if a file of so many bytes does not fit on the disk. */
  static void requireRoom(Path path, long bytes) throws StorageException {
    long free = usableBytes(path);
    if (bytes > free) {
      throw new StorageException(
          Reason.DISK_FULL,
          "no space left on device for "
              + PlainText.of(path.toString())
              + ": it takes "
              + bytes
              + " bytes, and "
              + free
              + " are free",
          null);
    }
  }

  /** The failure to publish where something is. */
  static StorageException exists(Path path, @Nullable IOException cause) {
    return new StorageException(
        Reason.EXISTS, PlainText.of(path.toString()) + " exists already", cause);
  }

  /** By the message where there is one we know; it may be in any language. */
  private static boolean isFull(Path path, IOException cause) {
    String message = why(cause).toLowerCase(Locale.ROOT);
    if (FULL.stream().anyMatch(message::contains)) {
      return true;
    }
    return cause.getClass() == IOException.class && usableBytes(path) < NEARLY_FULL;
  }

  private static long usableBytes(Path path) {
    try {
      Path directory = path.toAbsolutePath().getParent();
      return Files.getFileStore(directory == null ? path : directory).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static String why(IOException cause) {
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return reason != null ? PlainText.of(reason) : cause.getClass().getSimpleName();
  }
}
