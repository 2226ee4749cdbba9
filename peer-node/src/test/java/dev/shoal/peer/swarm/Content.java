package dev.shoal.peer.swarm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Files of reproducible, incompressible content. */
public final class Content {
  private static final int BLOCK = 1 << 16;

  private Content() {}

  /** Writes one. */
  public static Path write(Path file, long length, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= BLOCK) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(left, BLOCK));
      }
    }
    return file;
  }
}
