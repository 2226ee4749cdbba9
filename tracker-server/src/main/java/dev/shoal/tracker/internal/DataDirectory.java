package dev.shoal.tracker.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory for what survives a restart. */
public final class DataDirectory {
  private DataDirectory() {}

  /**
   * Makes sure that the directory is there, with its parents, and can be used. Blocks.
   *
   * @throws IOException with a sentence for a person
   */
  public static void prepare(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("the data directory " + directory + " cannot be created", e);
    }
    if (!Files.isReadable(directory)
        || !Files.isWritable(directory)
        || !Files.isExecutable(directory)) {
      throw new IOException("the data directory " + directory + " cannot be read and written");
    }
  }
}
