package dev.shoal.peer.internal.remember;

import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.remember.HashFile.Found;
import dev.shoal.peer.internal.remember.HashIndex.Entry;
import dev.shoal.peer.internal.store.FileLockedException;
import dev.shoal.peer.internal.store.LockedFile;
import dev.shoal.protocol.Manifest;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.transport.PrivateFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of files that were shared or downloaded in this run of the node or an earlier one. Of
 * all nodes that use a directory one at a time has them. Thread-safe; what fails is as good as not
 * remembered. All methods block.
 */
public final class RememberedHashes implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(RememberedHashes.class);
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** For another node that is about to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /**
   * How long before it was hashed a file must have been changed last, so that a change in the same
   * tick of the file system's clock can't go unnoticed.
   */
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

  /** The same where the clock seems to tick in whole seconds, or in every other one. */
  private static final long COARSE_TICK = 2 * SECOND;

  /**
   * What it may grow to.
   *
   * @param files that are remembered
   * @param bytes of the file of records
   * @param waste bytes of records that count no more, from which on it is written anew if they are
   *     most of it
   */
  record Limits(int files, long bytes, long waste) {
    static final Limits DEFAULT = new Limits(1 << 20, 4L << 30, 1 << 20);
  }

  private final LockedFile lock;
  private final Path path;
  private final Limits limits;
  private final HashIndex index = new HashIndex();
  private HashFile file;

  /** Whether nothing can be read or written any more. */
  private boolean over;

  private RememberedHashes(LockedFile lock, Path path, Limits limits) throws IOException {
    this.lock = lock;
    this.path = path;
    this.limits = limits;
    this.file = HashFile.open(path);
  }

  /**
   * Reads what is remembered in a directory.
   *
   * @param directory created if it is not there
   * @return empty if another node is at it, or it can't be used
   */
  public static Optional<RememberedHashes> open(Path directory) {
    return open(directory, Limits.DEFAULT, PATIENCE);
  }

  static Optional<RememberedHashes> open(Path directory, Limits limits) {
    return open(directory, limits, Duration.ZERO);
  }

  static Optional<RememberedHashes> open(Path directory, Limits limits, Duration patience) {
    LockedFile lock = null;
    RememberedHashes opened = null;
    try {
      PrivateFile.createDirectory(directory);
      lock = lock(directory.resolve("hashes.lock"), patience);
      opened = new RememberedHashes(lock, directory.resolve("hashes"), limits);
      opened.load();
      return Optional.of(opened);
    } catch (FileLockedException e) {
      log.info("another node remembers hashes in {}; this one does without", directory);
    } catch (IOException | RuntimeException e) {
      log.warn("no hashes can be remembered in {}: {}", directory, String.valueOf(e.getMessage()));
      log.debug("because of this", e);
      closeQuietly(opened == null ? lock : opened);
    }
    return Optional.empty();
  }

  private static LockedFile lock(Path file, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return LockedFile.open(file);
      } catch (FileLockedException e) {
        if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private synchronized void load() throws IOException {
    file.readAll(
        found -> {
          if (found.record().isGone() || index.size() < limits.files) {
            index.add(found.record(), found.offset(), found.end() - found.offset());
          }
        });
    boolean full = index.size() > limits.files / 4 * 3 || file.bytes() > limits.bytes / 4 * 3;
    if (full) {
      forgetMissing();
    }
    tidyUp();
    log.debug("the hashes of {} files are remembered in {}", index.size(), path);
  }

  /**
   * What is known of a file.
   *
   * @param file absolute
   * @param stamp of the file as it is now
   * @return empty if nothing is known of it, or it was changed
   */
  public synchronized Optional<HashedFile> find(Path file, FileStamp stamp) {
    if (over) {
      return Optional.empty();
    }
    try {
      Manifest known = ofPath(file, stamp);
      if (known == null) {
        known = ofRenamed(file, stamp);
      }
      return Optional.ofNullable(known).map(manifest -> new HashedFile(file, stamp, manifest));
    } catch (IOException e) {
      fail(e);
      return Optional.empty();
    }
  }

  private @Nullable Manifest ofPath(Path wanted, FileStamp stamp) throws IOException {
    Entry entry = index.ofPath(wanted.toString());
    Found found = entry == null ? null : file.find(entry.offset);
    return entry != null
            && found != null
            && found.record().path().equals(wanted.toString())
            && found.record().isInPlaceOf(stamp)
        ? manifest(entry, found)
        : null;
  }

  /**
   * A file that has no other inode, size and time than one that is known, in the same place or not.
   */
  private @Nullable Manifest ofRenamed(Path wanted, FileStamp stamp) throws IOException {
    Entry entry = index.ofFile(stamp);
    Found found = entry == null ? null : file.find(entry.offset);
    if (entry == null
        || found == null
        || !found.record().isOf(stamp)
        || !isDistinctive(stamp, wanted, found.record().path())) {
      return null;
    }
    Manifest manifest = manifest(entry, found);
    if (manifest != null) {
      add(wanted, stamp, manifest);
      if (!isThere(found.record().path())) {
        append(HashRecord.gone(found.record().path()), NOTHING.duplicate());
      }
      tidyUp();
    }
    return manifest;
  }

  /**
   * Inodes are used again, and what comes out of an archive may have the very time and size that
   * another file had: a time in whole seconds says too little unless the name is the same.
   */
  private static boolean isDistinctive(FileStamp stamp, Path wanted, String known) {
    return stamp.modifiedNanos() % SECOND != 0
        || known.endsWith(wanted.getFileSystem().getSeparator() + wanted.getFileName());
  }

  private @Nullable Manifest manifest(Entry entry, Found found) throws IOException {
    byte[] hashes = file.hashes(found);
    HashRecord record = found.record();
    try {
      if (hashes != null) {
        return Manifest.verified(record.fileId(), record.size(), record.chunkSize(), hashes);
      }
    } catch (ProtocolException e) {
      log.debug("the remembered hashes of {} are damaged", record.path(), e);
    }
    index.remove(entry);
    return null;
  }

  /**
   * Remembers what was read and hashed, unless the file was changed so shortly before that it may
   * have been changed once more, unseen.
   *
   * @param begunNanos when its hashing began, nanoseconds since 1970
   */
  public void learn(HashedFile hashed, long begunNanos) {
    long modified = hashed.stamp().modifiedNanos();
    if (begunNanos - modified >= (modified % SECOND == 0 ? COARSE_TICK : TICK)) {
      learn(hashed);
    }
  }

  /** Remembers what this node itself wrote. */
  public synchronized void learn(HashedFile hashed) {
    if (over) {
      return;
    }
    Manifest manifest = hashed.manifest();
    try {
      Manifest known = ofPath(hashed.path(), hashed.stamp());
      if (known == null || known.layout().chunkSize() > manifest.layout().chunkSize()) {
        add(hashed.path(), hashed.stamp(), manifest);
        tidyUp();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void add(Path wanted, FileStamp stamp, Manifest manifest) throws IOException {
    HashRecord record =
        HashRecord.of(wanted.toString(), stamp, manifest.layout().chunkSize(), manifest.fileId());
    boolean full =
        index.size() >= limits.files || file.bytes() + record.hashesLength() > limits.bytes;
    if (!full) {
      append(record, manifest.hashes(0, manifest.layout().count()));
    }
  }

  private void append(HashRecord record, ByteBuffer hashes) throws IOException {
    Found added = file.append(record, hashes);
    if (added != null) {
      index.add(record, added.offset(), added.end() - added.offset());
    }
  }

  private static boolean isThere(String name) {
    try {
      return Files.exists(Path.of(name), LinkOption.NOFOLLOW_LINKS);
    } catch (InvalidPathException e) {
      return false; // in today's file system there can't be such a file
    }
  }

  /** Makes room. */
  private void forgetMissing() throws IOException {
    for (Entry entry : index.inOrder()) {
      Found found = file.find(entry.offset);
      if (found == null || !isThere(found.record().path())) {
        index.remove(entry);
      }
    }
  }

  /** Writes the file anew if most of it is of no use. */
  private void tidyUp() throws IOException {
    long waste = file.bytes() - index.bytes();
    if (waste < limits.waste || waste < index.bytes()) {
      return;
    }
    Path draft = path.resolveSibling("hashes.new");
    Files.deleteIfExists(draft);
    try (HashFile fresh = HashFile.open(draft)) {
      for (Entry entry : index.inOrder()) {
        entry.offset = fresh.append(file, entry.offset, entry.length);
      }
      fresh.force(); // or its name could outlive it
    }
    file.close();
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    file = HashFile.open(path);
    file.readAll(found -> {});
  }

  private void fail(IOException cause) {
    log.warn("no more hashes are remembered in {}: {}", path, String.valueOf(cause.getMessage()));
    close();
  }

  /** Remembers nothing any more in this run. */
  @Override
  public synchronized void close() {
    over = true;
    closeQuietly(file);
    closeQuietly(lock);
  }

  private static void closeQuietly(@Nullable Closeable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      log.debug("while closing", e);
    }
  }
}
