package dev.shoal.peer.service;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.protocol.PlainText;
import dev.shoal.transport.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to be the one node that remembers things in a data directory. The system takes it back
 * when the process ends, however it does. Thread-safe.
 *
 * <p>POSIX locks belong to a process and vanish when it closes <em>any</em> descriptor of the file.
 * Hence the file's name is claimed within the process before the file is opened at all.
 */
public final class NodeLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeLock.class);

  /** For one who only looks, or is about to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Mirrors a state that is the whole process's. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  /** What nobody else holds on to would be collected, and with it the system's lock. */
  private static final Set<NodeLock> KEPT = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private boolean over;

  private NodeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Where the node of a data directory remembers things. */
  static Path directory(Path dataDirectory) {
    return dataDirectory.resolve("node");
  }

  /**
   * Takes it; blocks, for a moment as well if another has it.
   *
   * @throws StorageException with {@link Reason#IN_USE} if another goes on having it, in whatever
   *     process
   */
  public static NodeLock take(Path dataDirectory) throws StorageException {
    return take(dataDirectory, PATIENCE);
  }

  static NodeLock take(Path dataDirectory, Duration patience) throws StorageException {
    Path directory = directory(dataDirectory);
    long end = System.nanoTime() + patience.toNanos();
    try {
      PrivateFile.createDirectory(dataDirectory);
      PrivateFile.createDirectory(directory);
      Path file = directory.toRealPath().resolve("lock");
      NodeLock lock = claim(file);
      while (lock == null
          && System.nanoTime() - end < 0
          && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(PAUSE_NANOS);
        lock = claim(file);
      }
      if (lock == null) {
        throw new StorageException(
            Reason.IN_USE,
            "a node runs with the data directory "
                + PlainText.of(dataDirectory.toString())
                + " already, or another command is at it just now; stop it, wait a moment, or give"
                + " another with --data",
            null);
      }
      return lock;
    } catch (IOException e) {
      throw Problems.storage("opening", directory, e);
    }
  }

  /** Whether somebody has it at this moment; blocks, and makes nothing that is not there. */
  public static boolean isTaken(Path dataDirectory) {
    try {
      Path file = directory(dataDirectory).toRealPath().resolve("lock");
      if (!Files.exists(file)) {
        return false;
      }
      NodeLock lock = claim(file);
      if (lock != null) {
        lock.close();
      }
      return lock == null;
    } catch (IOException e) {
      return false; // none of ours, or none at all
    }
  }

  private static @Nullable NodeLock claim(Path file) throws IOException {
    if (!CLAIMED.add(file)) {
      return null;
    }
    FileChannel channel = null;
    try {
      channel = locked(file);
      return channel == null ? null : new NodeLock(file, channel);
    } finally {
      if (channel == null) {
        CLAIMED.remove(file);
      }
    }
  }

  private static @Nullable FileChannel locked(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false; // by this program, loaded once more
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? channel : null;
  }

  /** Leaves it with this process until that ends, whoever closes it. */
  synchronized void keep() {
    over = true;
    KEPT.add(this);
  }

  /** Gives it back. */
  @Override
  public synchronized void close() {
    if (over) {
      return;
    }
    over = true;
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("the node's lock could not be given back", e);
    } finally {
      CLAIMED.remove(file);
    }
  }
}
