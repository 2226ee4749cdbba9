package dev.shoal.peer.internal.store;

import dev.shoal.peer.StorageException;
import dev.shoal.protocol.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A small file whose verified bytes are all in memory, on its way to its final name. Belongs to one
 * thread; see {@link WholeFiles}.
 */
public final class WholeFile {
  private final Path destination;
  private final Path directory;
  private final PartPaths paths;
  private final ByteBuffer bytes;
  private @Nullable DiskFile open;
  private boolean written;
  private boolean taken;
  private @Nullable StorageException failure;

  /**
   * @param destination absolute; its directory exists
   * @param bytes all of the file, read from position to limit
   */
  public WholeFile(Path destination, FileId fileId, ByteBuffer bytes) {
    this.destination = destination;
    this.directory = Objects.requireNonNull(destination.getParent(), "a file has a directory");
    this.paths = PartPaths.named(destination, directory, fileId);
    this.bytes = bytes;
  }

  /** Whether it could be written but for what is left of another download of it, or is one's. */
  public boolean isTaken() {
    return taken;
  }

  /** Why it is not in its place; null if it is, or is {@link #isTaken() taken}. */
  public @Nullable StorageException failure() {
    return failure;
  }

  /** In which it will be. */
  Path directory() {
    return directory;
  }

  /** Whether nothing stands in its way so far. */
  boolean isSound() {
    return !taken && failure == null;
  }

  /** Writes it under a temporary name, which is that of a part file. */
  void write(FileLayer layer) {
    try {
      open = layer.create(paths.part());
      written = true;
      if (bytes.hasRemaining()) {
        open.write(bytes, 0);
      }
    } catch (FileAlreadyExistsException e) {
      taken = true;
    } catch (IOException e) {
      fail("writing", e);
    }
  }

  /** Makes its bytes last. */
  void force() {
    try (DiskFile file = open) {
      open = null;
      if (file != null && isSound()) {
        file.force();
      }
    } catch (IOException e) {
      fail("writing", e);
    }
  }

  /** Gives it its final name. */
  void name(FileLayer layer, boolean overwrite) {
    try {
      if (overwrite) {
        layer.replace(paths.part(), destination);
        written = false; // from now on the temporary name is another download's, if anybody's
      } else {
        Publication.name(layer, paths.part(), destination);
      }
    } catch (FileAlreadyExistsException e) {
      failure = StorageErrors.exists(destination, e);
    } catch (IOException e) {
      fail("publishing", e);
    }
  }

  /** Its name could not be made to last. */
  void unlasting(IOException cause) {
    fail("publishing", cause);
  }

  /** Removes the temporary name, if there is one. */
  void tidyUp(FileLayer layer) {
    try {
      if (written) {
        layer.delete(paths.part());
      }
    } catch (IOException e) {
      fail("publishing", e);
    }
  }

  private void fail(String doing, IOException cause) {
    if (failure == null) {
      failure = StorageErrors.explain(doing, destination, cause);
    }
  }
}
