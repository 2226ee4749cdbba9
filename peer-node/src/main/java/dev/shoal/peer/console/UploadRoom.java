package dev.shoal.peer.console;

import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.transport.http.HttpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files may come at a time, and whether the disk has room for them. Thread-safe. */
final class UploadRoom {
  /** Most that come at a time. */
  static final int MOST = 8;

  /** What is left free on the disk, for everything else. */
  static final long RESERVE = 64L << 20;

  private int active;
  private long expected;

  /**
   * One is about to come.
   *
   * @throws HttpException if there are too many
   */
  synchronized void enter(long length) {
    if (active == MOST) {
      throw new HttpException(503, "too-many", "too many files are being sent: try again later");
    }
    active++;
    expected += length;
  }

  /** It has come, or not. */
  synchronized void leave(long length) {
    active--;
    expected -= length;
  }

  /**
   * Checks that all that come can be kept. What is on the disk of them already counts twice, which
   * errs to the safe side. Blocks.
   */
  void check(Path directory) throws IOException, StorageException {
    if (Files.getFileStore(directory).getUsableSpace() - RESERVE < expected()) {
      throw new StorageException(Reason.DISK_FULL, "there is no room on the disk for it", null);
    }
  }

  private synchronized long expected() {
    return expected;
  }
}
