package dev.shoal.peer.internal.store;

import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file is locked by another process, or elsewhere in this one. */
public final class FileLockedException extends FileSystemException {
  @Serial private static final long serialVersionUID = 1L;

  FileLockedException(Path file) {
    super(file.toString(), null, "it is in use elsewhere");
  }
}
