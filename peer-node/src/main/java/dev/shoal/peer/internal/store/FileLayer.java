package dev.shoal.peer.internal.store;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Every way in which a download changes the disk, so that tests can put a disk beneath it that
 * loses power. Thread-safe; every method blocks.
 */
public interface FileLayer {
  /**
   * Names this run of the machine. While it stays the same, what was written is still there, forced
   * to disk or not; once it differs, only what was forced.
   */
  long bootId();

  /**
   * Creates a file and opens it for reading and writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is anything of that name
   */
  DiskFile create(Path file) throws IOException;

  /**
   * Opens an existing file for reading and writing.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  DiskFile open(Path file) throws IOException;

  /**
   * Opens a file for reading and writing and locks it until it is closed, against other processes
   * and against this one; creates it if there is none.
   *
   * @throws FileLockedException if it is locked already
   */
  DiskFile openLocked(Path file) throws IOException;

  /**
   * Gives a file a second name.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is anything of that name
   * @throws UnsupportedOperationException or another {@link IOException} where there are no hard
   *     links
   */
  void link(Path existing, Path name) throws IOException;

  /** Renames a file atomically within its directory, replacing what had the new name. */
  void replace(Path from, Path to) throws IOException;

  /** Removes a name; nothing happens if there is none. */
  void delete(Path file) throws IOException;

  /** Makes the names in a directory as lasting as the bytes that were forced. */
  void syncDirectory(Path directory) throws IOException;
}
