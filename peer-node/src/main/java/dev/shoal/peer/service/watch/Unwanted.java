package dev.shoal.peer.service.watch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What in a watched folder is not looked at, by its name alone. */
final class Unwanted {
  private Unwanted() {}

  /** How browsers, download managers and editors call a file that is not finished. */
  private static final List<String> UNFINISHED =
      List.of(
          ".part",
          ".partial",
          ".crdownload",
          ".download",
          ".opdownload",
          ".aria2",
          ".!ut",
          ".tmp",
          ".temp",
          "~");

  /**
   * Whether a file or folder is hidden: its name begins with a dot, as do those of this program's
   * own files, or, on Windows, it is marked as hidden.
   */
  static boolean isHidden(Path path) {
    if (String.valueOf(path.getFileName()).startsWith(".")) {
      return true;
    }
    try {
      return File.separatorChar == '\\' && Files.isHidden(path);
    } catch (IOException e) {
      return false; // it is gone, which the next look finds
    }
  }

  /** Whether a file is still being written, going by its name. */
  static boolean isUnfinished(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return UNFINISHED.stream().anyMatch(lower::endsWith);
  }
}
