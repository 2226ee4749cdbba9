package dev.shoal.peer.internal.identity;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.store.FileLockedException;
import dev.shoal.peer.internal.store.LockedFile;
import dev.shoal.peer.internal.store.StorageErrors;
import dev.shoal.protocol.PlainText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one node, {@code ~/.shoal} by default: its {@code identity.key}, and the {@code
 * lock} that keeps every other node out while it is open. Opening and closing block.
 */
public final class DataDirectory implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);

  private final Identity identity;
  private final @Nullable LockedFile lock;

  private DataDirectory(Identity identity, @Nullable LockedFile lock) {
    this.identity = identity;
    this.lock = lock;
  }

  /**
   * Locks a directory, creating it and an identity as needed.
   *
   * @throws StorageException with {@link Reason#IN_USE} if another node has it open, with {@link
   *     Reason#CORRUPT} if the key in it makes no sense, or with what the disk says
   */
  public static DataDirectory open(Path directory) throws StorageException {
    try {
      return lock(directory);
    } catch (FileLockedException e) {
      throw new StorageException(
          Reason.IN_USE, "the data directory " + text(directory) + " is in use by another node", e);
    } catch (IOException e) {
      throw StorageErrors.explain("opening", directory, e);
    }
  }

  /**
   * As {@link #open}, but while another node has the directory open the identity is a new one that
   * is kept nowhere, and nothing is written.
   */
  public static DataDirectory openOrTemporary(Path directory) throws StorageException {
    try {
      return open(directory);
    } catch (StorageException e) {
      if (e.reason() != Reason.IN_USE) {
        throw e;
      }
      log.info("{}; this one works with a temporary identity", e.getMessage());
      return new DataDirectory(Identity.generate(), null);
    }
  }

  private static DataDirectory lock(Path directory) throws IOException, StorageException {
    create(directory);
    LockedFile lock = LockedFile.open(directory.resolve("lock"));
    boolean opened = false;
    try {
      Identity identity = new IdentityFile(directory.resolve("identity.key")).loadOrCreate();
      opened = true;
      return new DataDirectory(identity, lock);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Only the directory itself is closed to others; those above it are as usual. */
  private static void create(Path directory) throws IOException, StorageException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory, OwnerOnly.directory(directory));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new StorageException(Reason.WRONG_KIND, text(directory) + " is not a directory", e);
      }
    }
  }

  /** Who the node is. */
  public Identity identity() {
    return identity;
  }

  /** Whether the identity is gone with this object, another node having the directory open. */
  public boolean isTemporary() {
    return lock == null;
  }

  /** Lets others have the directory. Does nothing the second time. */
  @Override
  public void close() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        log.warn("Unlocking the data directory failed", e);
      }
    }
  }

  private static String text(Path path) {
    return PlainText.of(path.toString());
  }
}
