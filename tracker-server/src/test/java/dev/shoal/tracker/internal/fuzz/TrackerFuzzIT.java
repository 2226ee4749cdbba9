package dev.shoal.tracker.internal.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fuzzes a tracker for a bounded time; {@link dev.shoal.tracker.internal.fuzz} says how for long.
 */
class TrackerFuzzIT {
  private static final long RUNS = Long.getLong("shoal.fuzz.runs", 20_000);

  /** Where the machine is slow, fewer runs are done. */
  private static final int SECONDS = Integer.getInteger("shoal.fuzz.seconds", 25);

  /** The same one unless told otherwise, so that a build that passed once passes again. */
  private static final int SEED = Integer.getInteger("shoal.fuzz.seed", 1);

  @TempDir Path directory;

  @Test
  void shouldFindNothingWrong() throws Exception {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    Corpus.write(seeds);
    Path log = directory.resolve("log");

    Process fuzzing =
        new ProcessBuilder(command(corpus(), seeds))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = fuzzing.waitFor();
    } finally {
      fuzzing.destroyForcibly().waitFor();
    }

    String said = Files.readString(log);
    assertThat(exit).as(() -> findings() + said).isZero();
    assertThat(said).contains("INITED", "DONE");
    System.out.println(said.lines().filter(line -> line.contains("DONE")).findFirst().orElse(""));
  }

  private static List<String> command(Path corpus, Path seeds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + TrackerFuzzTarget.class.getName(),
            "--instrumentation_includes=dev.shoal.**",
            "--instrumentation_excludes=dev.shoal.tracker.internal.fuzz.**:dev.shoal.protocol.wire.**",
            "--custom_hook_includes=dev.shoal.**",
            "-runs=" + RUNS,
            "-max_total_time=" + SECONDS,
            "-seed=" + SEED,
            "-timeout=60",
            "-max_len=2048",
            corpus.toString(),
            seeds.toString()));
    return command;
  }

  /** What earlier runs have learned is worth keeping where many are done. */
  private Path corpus() throws IOException {
    String kept = System.getProperty("shoal.fuzz.corpus");
    return Files.createDirectories(kept == null ? directory.resolve("corpus") : Path.of(kept));
  }

  /** Inputs that went wrong, to be played by {@link TrackerScript#play(byte[])}. */
  private String findings() {
    try (Stream<Path> files = Files.list(directory)) {
      StringBuilder found = new StringBuilder();
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("(crash|timeout|oom|leak)-.*")) {
          String bytes = HexFormat.of().formatHex(Files.readAllBytes(file));
          found.append(name).append(": ").append(bytes).append('\n');
        }
      }
      return found.toString();
    } catch (IOException e) {
      return "no findings can be read: " + e + "\n";
    }
  }
}
