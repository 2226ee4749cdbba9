package dev.shoal.peer.internal.store;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a download while nobody has told what the file consists of. They lie where a {@link
 * PartFile} has them, under the same lock, and become one as soon as the manifest is known.
 *
 * <p>They don't outlast the process: until then the journal holds nothing but a mark, and a part
 * file with such a journal is removed by whoever looks for an earlier attempt.
 *
 * <p>For one thread at a time; every method blocks on the disk.
 */
public final class UnverifiedPart {
  private static final Logger log = LoggerFactory.getLogger(UnverifiedPart.class);

  /** Shorter than any header, so that it is none. */
  private static final byte[] MARK = "shoal unverified".getBytes(StandardCharsets.US_ASCII);

  private final FileLayer layer;
  private final PartPaths paths;
  private final DiskFile journal;
  private final DiskFile data;

  private UnverifiedPart(FileLayer layer, PartPaths paths, DiskFile journal, DiskFile data) {
    this.layer = layer;
    this.paths = paths;
    this.journal = journal;
    this.data = data;
  }

  /**
   * Begins afresh, whatever is left of an earlier attempt that can't be gone on with.
   *
   * @param length bytes that the file is said to have
   * @throws StorageException with {@link Reason#DISK_FULL} if there is no room for them, with
   *     {@link Reason#IN_USE} if the download is open elsewhere, or with what the disk says
   */
  public static UnverifiedPart create(FileLayer layer, Path destination, FileId fileId, long length)
      throws StorageException {
    PartPaths paths = PartPaths.of(destination, fileId);
    try {
      DiskFile journal = layer.openLocked(paths.journal());
      boolean begun = false;
      try {
        if (paths.partExists() && JournalHeader.read(journal).isPresent()) {
          throw new FileLockedException(paths.journal()); // somebody else has begun it meanwhile
        }
        mark(journal);
        layer.delete(paths.part());
        StorageErrors.requireRoom(paths.destination(), length);
        DiskFile data = layer.create(paths.part());
        begun = true;
        return new UnverifiedPart(layer, paths, journal, data);
      } finally {
        if (!begun) {
          leave(layer, paths, journal);
        }
      }
    } catch (IOException e) {
      throw StorageErrors.explain("opening", paths.destination(), e);
    }
  }

  /** Lasting, before there is anything that it is about. */
  private static void mark(DiskFile journal) throws IOException {
    journal.truncate(0);
    journal.write(ByteBuffer.wrap(MARK), 0);
    journal.force();
  }

  /** Whether a journal says that nothing is known of the bytes in its part file. */
  static boolean isMarked(DiskFile journal) throws IOException {
    byte[] bytes = new byte[MARK.length];
    return journal.size() == MARK.length
        && journal.read(ByteBuffer.wrap(bytes), 0) == MARK.length
        && Arrays.equals(bytes, MARK);
  }

  private static void leave(FileLayer layer, PartPaths paths, DiskFile journal) throws IOException {
    try (journal) {
      if (isMarked(journal)) {
        layer.delete(paths.part());
      }
      if (!paths.partExists()) {
        layer.delete(paths.journal());
      }
    }
  }

  /**
   * Writes bytes.
   *
   * @throws StorageException with what the disk says
   */
  public void write(ByteBuffer bytes, long position) throws StorageException {
    try {
      data.write(bytes, position);
    } catch (IOException e) {
      throw StorageErrors.explain("writing", paths.destination(), e);
    }
  }

  /**
   * Makes it a download that knows what it consists of, and takes the open files over. If that
   * fails they are still to be {@linkplain #discard discarded}.
   *
   * @param audience for whom the file may be held
   * @param sound whether the bytes are known to be all that the manifest says; if not they are
   *     hashed, and those kept that are
   * @param rehashed told the bytes of each chunk that was hashed; an exception from it ends this
   */
  public PartFile adopt(
      Manifest manifest, Audience audience, boolean sound, long nowNanos, LongConsumer rehashed)
      throws StorageException {
    try {
      PartOpening.Opened opened =
          new PartOpening(layer, paths, manifest, rehashed).adopt(data, journal, audience, sound);
      return new PartFile(layer, paths, manifest, opened, nowNanos);
    } catch (IOException e) {
      throw StorageErrors.explain("writing", paths.destination(), e);
    }
  }

  /** Closes the files and removes them. */
  public void discard() {
    try (journal;
        data) {
      layer.delete(paths.part());
      layer.delete(paths.journal());
    } catch (IOException e) {
      log.warn("Removing {} failed", paths.part(), e);
    }
  }
}
