package dev.shoal.tracker.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes names of files as durable as the files. */
final class Directories {
  /** It cannot open a directory, and has no need to. */
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private Directories() {}

  /**
   * Puts the entry of that file in its directory on disk, where the system lets one do that.
   *
   * @throws IOException with a sentence for a person if it may not be there
   */
  static void sync(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || WINDOWS) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new IOException(
          "the directory " + directory + " cannot be synced: " + e.getMessage(), e);
    }
  }
}
