package dev.shoal.benchmarks.flood;

import dev.shoal.benchmarks.programs.Programs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who comes first where all share a few processors. In earnest guessers and users have machines of
 * their own: what they take from the tracker's, and how long they wait for it, is not what is to be
 * measured.
 */
final class Priority {
  private static final List<String> IDLE = List.of("chrt", "--idle", "0");
  private static final List<String> LOWEST = List.of("nice", "-n", "19");
  private static final List<String> HIGHER = List.of("renice", "-n", "-10", "-p");
  private static final Path THREADS = Path.of("/proc/self/task");

  private Priority() {}

  /** What to put before a command so that it only gets what nobody else wants; may be empty. */
  static List<String> lowest() {
    return Stream.of(IDLE, LOWEST)
        .filter(prefix -> Programs.missing(prefix.subList(0, 1)).isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * Lets threads of this process come first: not all of them, or its compiler would, too.
   *
   * @param prefix what their names begin with
   * @return false if the system does not allow it
   */
  static boolean raise(String prefix) throws IOException, InterruptedException {
    if (!Files.isDirectory(THREADS) || !Programs.missing(HIGHER.subList(0, 1)).isEmpty()) {
      return false;
    }
    List<String> command = new ArrayList<>(HIGHER);
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).startsWith(prefix)) {
          command.add("" + thread.getFileName());
        }
      }
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
