package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Files whose bytes look random and are the same every time. */
public final class Content {
  private Content() {}

  private static final int BLOCK = 1 << 20;

  /**
   * Writes a new file.
   *
   * @param seed of another one for other bytes
   * @return the same path
   */
  public static Path write(Path file, long length, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] block = new byte[(int) Math.min(BLOCK, length)];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(block.length, left));
      }
    }
    return file;
  }

  /**
   * Compares a copy, byte by byte.
   *
   * @throws IOException if it is not equal
   */
  public static void requireEqual(Path original, Path copy) throws IOException {
    long at = Files.mismatch(original, copy);
    if (at >= 0) {
      throw new IOException(copy + " differs from what was shared, from byte " + at + " on");
    }
  }
}
