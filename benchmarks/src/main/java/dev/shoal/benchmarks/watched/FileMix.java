package dev.shoal.benchmarks.watched;

import dev.shoal.benchmarks.programs.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Files of different sizes and content in some subfolders: the same each time.
 *
 * @param count of the files
 * @param least bytes of the smallest ones
 * @param most bytes of the largest ones
 */
record FileMix(int count, long least, long most) {
  private static final int FILES_A_FOLDER = 500;

  /** Writes all of them below a new directory. */
  void write(Path directory) throws IOException {
    Files.createDirectory(directory);
    SplittableRandom random = new SplittableRandom(count);
    Path folder = directory;
    for (int i = 0; i < count; i++) {
      if (i % FILES_A_FOLDER == 0) {
        folder =
            Files.createDirectory(directory.resolve("folder %03d".formatted(i / FILES_A_FOLDER)));
      }
      Content.write(folder.resolve("file %06d".formatted(i)), random.nextLong(least, most + 1), i);
    }
  }

  /** Bytes that they may have together, at most. */
  long mostBytes() {
    return count * most;
  }
}
