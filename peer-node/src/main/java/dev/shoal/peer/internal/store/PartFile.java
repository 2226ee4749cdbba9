package dev.shoal.peer.internal.store;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.ChunkLayout;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A download on disk, from its first chunk to the file under its final name.
 *
 * <p>The chunks lie in a hidden file beside the destination, {@code .<name>.<id>.part}, and what is
 * known of them in {@code .<name>.<id>.journal}, which also is the lock: the same download is open
 * once, in whatever process. Both stay behind when it is closed or killed, and it goes on from
 * there: after a kill with every chunk that was written, after a loss of power with those that had
 * been forced to disk, the others being hashed again.
 *
 * <p>Thread-safe. Every method may block on the disk; a thread must not be interrupted in one.
 */
public final class PartFile implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(PartFile.class);

  private enum State {
    OPEN,
    PUBLISHED,
    CLOSED
  }

  private final FileLayer layer;
  private final PartPaths paths;
  private final Manifest manifest;
  private final DiskFile data;
  private final PartProgress progress;

  /** Guards the state and makes syncs come one at a time. Not taken to write a chunk. */
  private final ReentrantLock housekeeping = new ReentrantLock();

  private State state = State.OPEN;

  /** Whether the names of part file and journal are certain to outlast a loss of power. */
  private boolean named;

  PartFile(
      FileLayer layer, PartPaths paths, Manifest manifest, PartOpening.Opened opened, long now) {
    this.layer = layer;
    this.paths = paths;
    this.manifest = manifest;
    this.data = opened.data();
    this.progress = new PartProgress(opened.journal(), opened.held(), now);
  }

  /**
   * Checks, before anything is fetched, that a download to that destination can end well.
   *
   * @param overwrite whether a file that is there may be replaced
   * @throws StorageException with {@link Reason#EXISTS}, {@link Reason#WRONG_KIND} or {@link
   *     Reason#NOT_FOUND} (of the directory)
   */
  public static void requireFree(
      FileLayer layer, Path destination, FileId fileId, boolean overwrite) throws StorageException {
    PartPaths paths = PartPaths.of(destination, fileId);
    if (!overwrite && paths.destinationExists()) {
      tidyUp(layer, paths);
      throw StorageErrors.exists(paths.destination(), null);
    }
  }

  /** An earlier process may have published the file and ended before it removed the rest. */
  private static void tidyUp(FileLayer layer, PartPaths paths) {
    if (paths.partExists() || paths.journalExists()) {
      try (Closeable lock = layer.openLocked(paths.journal())) {
        log.debug("Looking for what is left of an earlier download, under {}", lock);
        if (PartOpening.removePublished(layer, paths)) {
          layer.delete(paths.journal());
        }
      } catch (IOException e) {
        log.debug("Leaving {} alone", paths.journal(), e);
      }
    }
  }

  /**
   * The manifest of a download to that destination that was begun before, as its journal has it. A
   * part whose journal says that nothing is known of its bytes is removed: see {@link
   * UnverifiedPart}.
   *
   * @return empty if there is none to go on with, or what it is cannot be told without a manifest
   *     from elsewhere
   * @throws StorageException with {@link Reason#IN_USE} if it is open elsewhere, or as {@link
   *     #open} would
   */
  public static Optional<Manifest> resumable(FileLayer layer, Path destination, FileId fileId)
      throws StorageException {
    PartPaths paths = PartPaths.of(destination, fileId);
    if (!paths.partExists() || !paths.journalExists()) {
      return Optional.empty();
    }
    try (DiskFile journal = layer.openLocked(paths.journal())) {
      if (UnverifiedPart.isMarked(journal)) {
        layer.delete(paths.part());
      }
      return JournalHeader.read(journal)
          .map(JournalHeader::manifest)
          .filter(manifest -> manifest.fileId().equals(fileId));
    } catch (IOException e) {
      throw StorageErrors.explain("resuming", paths.destination(), e);
    }
  }

  /**
   * Opens the download to a destination, going on with what is there of it.
   *
   * <p>Hashes again what the journal does not vouch for: nothing after a kill, little after a loss
   * of power, all if there is no journal for this manifest.
   *
   * <p>A part whose journal is lost may have been private, so that it is for nobody: it is not
   * served, nor is the file once it is complete, until its user shares it.
   *
   * @param rehashed told the bytes of each chunk that was hashed again; an exception from it ends
   *     the opening and loses nothing
   * @throws StorageException with {@link Reason#IN_USE} if it is open elsewhere, with {@link
   *     Reason#WRONG_KIND} or {@link Reason#NOT_FOUND} if there can be no such file, or with what
   *     the disk says
   */
  public static PartFile open(
      FileLayer layer, Path destination, Manifest manifest, long nowNanos, LongConsumer rehashed)
      throws StorageException {
    PartPaths paths = PartPaths.of(destination, manifest.fileId());
    try {
      PartOpening.Opened opened = new PartOpening(layer, paths, manifest, rehashed).open();
      return new PartFile(layer, paths, manifest, opened, nowNanos);
    } catch (IOException e) {
      throw StorageErrors.explain("opening", paths.destination(), e);
    }
  }

  /**
   * Removes what an earlier, unfinished download to that destination left; does nothing while it is
   * open elsewhere.
   *
   * @throws StorageException if that fails, or there can be no such file
   */
  public static void remove(FileLayer layer, Path destination, FileId fileId)
      throws StorageException {
    PartPaths paths = PartPaths.of(destination, fileId);
    if (!paths.partExists() && !paths.journalExists()) {
      return;
    }
    try (Closeable lock = layer.openLocked(paths.journal())) {
      log.debug("Removing what is left of an earlier download, under {}", lock);
      layer.delete(paths.part());
      layer.delete(paths.journal());
    } catch (FileLockedException e) {
      log.debug("Leaving {} to whoever has it open", paths.journal(), e);
    } catch (IOException e) {
      throw StorageErrors.explain("removing", paths.destination(), e);
    }
  }

  /** What is being downloaded. */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * For whom the file may be held: for everybody, until it is {@linkplain #narrow said} that it is
   * for fewer. That outlasts this process and whatever is interrupted; when it is lost
   * nevertheless, the file is for nobody.
   */
  public Audience audience() {
    return progress.audience();
  }

  /**
   * Says for whom what is written from now on may be held. With what is there already it can't be
   * told apart, so that the file is for those alone who may have all of it.
   *
   * @return whether that are fewer than before
   */
  public boolean narrow(Audience wanted) throws StorageException {
    housekeeping.lock();
    try {
      boolean narrowed = progress.narrow(wanted);
      if (narrowed && !named) {
        layer.syncDirectory(paths.directory());
        named = true;
      }
      return narrowed;
    } catch (IOException e) {
      throw StorageErrors.explain("writing", paths.destination(), e);
    } finally {
      housekeeping.unlock();
    }
  }

  /** Where it goes in the end, absolute. */
  public Path destination() {
    return paths.destination();
  }

  /** Where the bytes are until then, to be read at the offsets of chunks that are held. */
  public Path path() {
    return paths.part();
  }

  /** The chunks whose verified bytes are in the file, a copy. */
  public ChunkSet held() {
    return progress.held();
  }

  /**
   * Writes a chunk and records it. A chunk that is held already is left as it is.
   *
   * @param chunk its number
   * @param bytes all of it, found to match the manifest; read from position to limit, not kept,
   *     best direct
   * @throws StorageException if it could not be stored, with {@link Reason#DISK_FULL} if that is
   *     why; the chunk is then not held
   */
  public void writeVerified(int chunk, ByteBuffer bytes) throws StorageException {
    ChunkLayout layout = manifest.layout();
    if (bytes.remaining() != layout.size(chunk)) {
      throw new IllegalArgumentException(
          "chunk " + chunk + " has " + layout.size(chunk) + " bytes, not " + bytes.remaining());
    }
    try {
      if (!progress.isHeld(chunk)) {
        data.write(bytes, layout.offset(chunk));
        progress.written(chunk);
      }
    } catch (IOException e) {
      throw StorageErrors.explain("writing", paths.destination(), e);
    }
  }

  /**
   * Forces to disk what was written if enough of it, or enough time, has gathered. To be called
   * after each write; returns at once while another thread is at it.
   *
   * @return whether anything was forced
   * @throws StorageException if that failed; everything but {@link #close} and {@link #discard}
   *     fails from then on
   */
  public boolean syncIfDue(long nowNanos) throws StorageException {
    if (!progress.isSyncDue(nowNanos) || !housekeeping.tryLock()) {
      return false;
    }
    try {
      if (state != State.OPEN || !progress.isSyncDue(nowNanos)) {
        return false;
      }
      sync(nowNanos);
      return true;
    } catch (IOException e) {
      throw StorageErrors.explain("writing", paths.destination(), e);
    } finally {
      housekeeping.unlock();
    }
  }

  private void sync(long nowNanos) throws IOException {
    long mark = progress.beginSync(nowNanos);
    try {
      data.force();
      endSync(mark);
    } catch (IOException e) {
      progress.fail(e);
      throw e;
    }
  }

  private void endSync(long mark) throws IOException {
    progress.endSync(mark);
    if (!named) {
      layer.syncDirectory(paths.directory());
      named = true;
    }
  }

  /**
   * The first half of {@link #sync}, which is enough for a download whose journal is about to go.
   *
   * @return with what to {@link #endSync} if it stays
   */
  private long force(long nowNanos) throws IOException {
    long mark = progress.beginSync(nowNanos);
    try {
      data.force();
      return mark;
    } catch (IOException e) {
      progress.fail(e);
      throw e;
    }
  }

  /**
   * Gives the finished file its final name and makes that last. What is open stays open until
   * {@link #close}.
   *
   * @param overwrite whether a file of that name may be replaced
   * @throws IllegalStateException if a chunk is missing, or this is closed
   * @throws StorageException with {@link Reason#EXISTS}, or with what the disk says; the download
   *     is then kept as it is, and this can be tried again
   */
  public void publish(boolean overwrite) throws StorageException {
    housekeeping.lock();
    try {
      if (state != State.OPEN || !progress.held().isComplete()) {
        throw new IllegalStateException("only a complete, open download is published: " + this);
      }
      long mark = force(System.nanoTime());
      try {
        name(overwrite);
      } catch (IOException e) {
        keep(mark, e);
        throw e;
      }
      state = State.PUBLISHED;
      layer.delete(paths.journal());
    } catch (FileAlreadyExistsException e) {
      throw StorageErrors.exists(paths.destination(), e);
    } catch (IOException e) {
      throw StorageErrors.explain("publishing", paths.destination(), e);
    } finally {
      housekeeping.unlock();
    }
  }

  private void name(boolean overwrite) throws IOException {
    if (overwrite) {
      Publication.replace(layer, paths.part(), paths.destination());
    } else {
      Publication.publish(layer, paths.part(), paths.destination());
    }
  }

  /** It could not be published, so that its journal is needed after all. */
  private void keep(long mark, IOException cause) {
    try {
      endSync(mark);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Closes the files and leaves an unfinished download to be gone on with. Does nothing the second
   * time.
   */
  @Override
  public void close() {
    end(false);
  }

  /** Closes the files and removes an unfinished download. Does nothing once it is closed. */
  public void discard() {
    end(true);
  }

  private void end(boolean discard) {
    housekeeping.lock();
    try {
      if (state == State.CLOSED) {
        return;
      }
      boolean unfinished = state == State.OPEN;
      state = State.CLOSED;
      try (progress;
          data) {
        if (unfinished && discard) {
          layer.delete(paths.part());
          layer.delete(paths.journal());
        } else if (unfinished && progress.isDirty()) {
          sync(System.nanoTime());
        }
      }
    } catch (IOException e) {
      log.warn("Closing {} failed; some of it may be hashed or fetched again", paths.part(), e);
    } finally {
      housekeeping.unlock();
    }
  }

  @Override
  public String toString() {
    return "PartFile[" + paths.destination() + ", " + held() + ", " + state + "]";
  }
}
