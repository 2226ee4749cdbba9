package dev.shoal.peer.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Makes files that look random and are the same every time. */
final class DemoContent {
  private DemoContent() {}

  private static final long SEED = 20_250_101;
  private static final int BLOCK = 1 << 20;

  /**
   * Writes a new file of so many bytes.
   *
   * @throws Stopped if a signal came meanwhile
   */
  static void write(Path file, long length, StopSignal stop) throws IOException, Stopped {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= BLOCK) {
        stop.check();
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(BLOCK, left));
      }
    }
  }
}
