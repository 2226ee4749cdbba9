package dev.shoal.peer.internal.identity;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Permissions for what is nobody else's business, where the file system knows of permissions. */
final class OwnerOnly {
  private OwnerOnly() {}

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /** For creating a file: {@code rw-------}. */
  static FileAttribute<?>[] file(Path path) {
    return attributes(path, "rw-------");
  }

  /** For creating a directory: {@code rwx------}. */
  static FileAttribute<?>[] directory(Path path) {
    return attributes(path, "rwx------");
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return isKnownTo(path.getFileSystem())
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether anybody but the owner may do anything with what is there. */
  static boolean isOpenToOthers(Path path) throws IOException {
    if (!isKnownTo(path.getFileSystem())) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    return permissions.stream().anyMatch(OTHERS::contains);
  }

  private static boolean isKnownTo(FileSystem fileSystem) {
    return fileSystem.supportedFileAttributeViews().contains("posix");
  }
}
