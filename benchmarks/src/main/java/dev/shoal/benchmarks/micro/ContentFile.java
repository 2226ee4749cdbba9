package dev.shoal.benchmarks.micro;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A temporary file of random bytes, the same ones in every run, deleted on {@link #close}. As it
 * has just been written, it lies in the page cache.
 */
final class ContentFile implements AutoCloseable {
  private static final int PIECE = 1 << 20;

  private final Path path;
  private final long length;

  private ContentFile(Path path, long length) {
    this.path = path;
    this.length = length;
  }

  /** Writes one of so many bytes into the system's temporary directory. */
  static ContentFile create(long length) throws IOException {
    Path path = Files.createTempFile("shoal-bench", ".bin");
    path.toFile().deleteOnExit();
    SplittableRandom random = new SplittableRandom(length);
    byte[] piece = new byte[PIECE];
    try (OutputStream out = Files.newOutputStream(path)) {
      for (long left = length; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        out.write(piece, 0, (int) Math.min(left, piece.length));
      }
    }
    return new ContentFile(path, length);
  }

  Path path() {
    return path;
  }

  /** Bytes. */
  long length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    Files.delete(path);
  }
}
