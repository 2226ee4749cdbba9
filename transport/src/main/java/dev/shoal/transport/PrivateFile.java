package dev.shoal.transport;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * A small file that is nobody's business but its owner's: a key, a login. It is written whole or
 * not at all, and where the file system knows of permissions, nobody else can read it from the
 * first moment on. Every method blocks.
 */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path path;

  private PrivateFile(Path path) {
    this.path = path;
  }

  /** The file of that name, whether or not it exists. */
  public static PrivateFile of(Path path) {
    return new PrivateFile(path);
  }

  /**
   * Creates a directory, and those above it, that are not there yet. Only the directory itself is
   * closed to others.
   *
   * @throws FileAlreadyExistsException if something else has its name
   */
  public static void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, permissions(directory, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether anybody but the owner may do anything with it. */
  public boolean isOpenToOthers() throws IOException {
    if (!knowsPermissions(path.getFileSystem())) {
      return false;
    }
    return Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains);
  }

  /**
   * Its content.
   *
   * @param limit bytes, at most
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws FileSystemException if it is longer than the limit
   */
  public byte[] read(int limit) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new FileSystemException(
            path.toString(), null, "longer than the " + limit + " bytes that it may have");
      }
      return content;
    }
  }

  /**
   * Writes it for the first time.
   *
   * @throws FileAlreadyExistsException if it is there already; it is left as it is
   */
  public void create(byte[] content) throws IOException {
    Path draft = draft(content);
    try {
      publishWithoutReplacing(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
    forceDirectory();
  }

  /** Writes it, in the place of what may be there. */
  public void replace(byte[] content) throws IOException {
    Path draft = draft(content);
    try {
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    forceDirectory();
  }

  /** The content on the disk, under a name that nobody else uses. */
  private Path draft(byte[] content) throws IOException {
    Path draft = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    boolean written = false;
    try (FileChannel channel =
        FileChannel.open(draft, Set.of(WRITE, CREATE_NEW), permissions(draft, "rw-------"))) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(draft);
      }
    }
    return draft;
  }

  /** A link never replaces, which a move may do unseen; not every file system has links. */
  private void publishWithoutReplacing(Path draft) throws IOException {
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(draft, path);
    }
  }

  private void forceDirectory() {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    } catch (IOException e) {
      // not every system opens directories; there is nothing else to be done there
    }
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return knowsPermissions(path.getFileSystem())
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean knowsPermissions(FileSystem fileSystem) {
    return fileSystem.supportedFileAttributeViews().contains("posix");
  }

  @Override
  public String toString() {
    return "PrivateFile[" + path + "]";
  }
}
