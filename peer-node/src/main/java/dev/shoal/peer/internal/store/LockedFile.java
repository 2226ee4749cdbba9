package dev.shoal.peer.internal.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file held open under an exclusive lock, against other processes and against this one.
 *
 * <p>POSIX locks belong to a process and vanish when it closes <em>any</em> descriptor of the file.
 * Hence a name is claimed within the process before the file is opened at all, and nothing else may
 * open a file that is locked like this.
 */
public final class LockedFile implements Closeable {
  private static final int ATTEMPTS = 100;

  /** Mirrors a state that is the whole process's; the JDK's own table is not asked early enough. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path claim;
  private final FileChannel channel;

  private LockedFile(Path claim, FileChannel channel) {
    this.claim = claim;
    this.channel = channel;
  }

  /**
   * Opens and locks a file, creating it if there is none.
   *
   * @throws FileLockedException if it is locked already
   */
  public static LockedFile open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path parent = Objects.requireNonNull(absolute.getParent(), "a file has a directory");
    Path claim = parent.toRealPath().resolve(absolute.getFileName());
    if (!CLAIMED.add(claim)) {
      throw new FileLockedException(file);
    }
    @Nullable FileChannel channel = null;
    try {
      channel = lock(claim);
      return new LockedFile(claim, channel);
    } finally {
      if (channel == null) {
        CLAIMED.remove(claim);
      }
    }
  }

  /** Tries anew when an earlier holder deleted the file after it was opened and before the lock. */
  private static FileChannel lock(Path file) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      @Nullable FileChannel channel = tryLock(file);
      if (channel != null) {
        return channel;
      }
    }
    throw new FileLockedException(file);
  }

  private static @Nullable FileChannel tryLock(Path file) throws IOException {
    boolean created = !Files.exists(file, NOFOLLOW_LINKS);
    @Nullable FileChannel channel = null;
    boolean locked = false;
    try {
      @Nullable Object before = created ? null : key(file);
      channel = FileChannel.open(file, Set.of(READ, WRITE, created ? CREATE_NEW : NOFOLLOW_LINKS));
      if (created) {
        before = key(file);
      }
      if (channel.tryLock() == null) {
        throw new FileLockedException(file);
      }
      locked = Objects.equals(before, key(file));
      return locked ? channel : null;
    } catch (OverlappingFileLockException e) {
      throw new FileLockedException(file);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return null;
    } finally {
      if (channel != null && !locked) {
        channel.close();
      }
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  /** The open file, for reading and writing. Not to be closed but through this. */
  public FileChannel channel() {
    return channel;
  }

  /** Closes the file, which releases the lock. Does nothing the second time. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        CLAIMED.remove(claim);
      }
    }
  }
}
