package dev.shoal.tracker.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes names of files as durable as the files. */
final class Directories {
  private Directories() {}

  /** Puts the entry of that file in its directory on disk, where the system lets one do that. */
  static void sync(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a directory, and has no need to
    }
  }
}
