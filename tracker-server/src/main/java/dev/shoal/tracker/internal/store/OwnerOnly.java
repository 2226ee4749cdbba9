package dev.shoal.tracker.internal.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that nobody but their owner may read or write, where the file system knows of permissions:
 * they hold passwords' hashes and keys.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> PERMISSIONS =
      PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /**
   * Opens a new file for writing.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there
   */
  public static OutputStream newFile(Path file) throws IOException {
    return Channels.newOutputStream(
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            attributes(file)));
  }

  /**
   * Makes an empty file, in place of one that is there.
   *
   * @throws IOException with a sentence for a person
   */
  static void create(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
      Files.createFile(file, attributes(file));
    } catch (IOException e) {
      throw new IOException(file + " cannot be created: " + e, e);
    }
  }

  /**
   * Takes from others what they may do with a file that is there.
   *
   * @throws IOException with a sentence for a person if that can't be done
   */
  static void restrict(Path file) throws IOException {
    if (!knowsPermissions(file)) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.retainAll(PERMISSIONS)) {
        Files.setPosixFilePermissions(file, permissions);
      }
    } catch (IOException e) {
      throw new IOException(
          file + " can be read by others than its owner, and that cannot be changed: " + e, e);
    }
  }

  private static FileAttribute<?>[] attributes(Path file) {
    return knowsPermissions(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PERMISSIONS)}
        : new FileAttribute<?>[0];
  }

  private static boolean knowsPermissions(Path file) {
    FileSystem system = file.getFileSystem();
    return system.supportedFileAttributeViews().contains("posix");
  }
}
