package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the kernel keeps of files in memory. */
public final class PageCache {
  private PageCache() {}

  /**
   * Lets the kernel forget what it keeps of a file; without effect on a file system that is memory.
   *
   * @throws IOException if {@code dd} is missing or fails
   */
  public static void drop(Path file) throws IOException, InterruptedException {
    String target = "of=" + file;
    Client.run(
        List.of("dd", target, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"));
  }
}
