package dev.shoal.transport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has Jazzer call a target with inputs that it makes up, for a bounded time, in a process of its
 * own. The module that calls this needs Jazzer on its test class path.
 *
 * <p>Its bounds are given by the test, and by system properties for whoever wants to go on for
 * longer: {@code shoal.fuzz.runs}, {@code shoal.fuzz.seconds}, {@code shoal.fuzz.seed}, and {@code
 * shoal.fuzz.corpus}, a directory that keeps what was learned, in one of its own for each target.
 */
public final class FuzzRun {
  /** What only tests need: Jazzer reads all of the class path, which takes it seconds. */
  private static final Pattern OF_TESTS =
      Pattern.compile(
          "(junit|opentest4j|assertj|jqwik|archunit|selenium|opentelemetry|byte-buddy)-.*\\.jar");

  private final Class<?> target;
  private final Path directory;
  private final List<String> options = new ArrayList<>();

  /**
   * A run that has not begun.
   *
   * @param target has {@code public static void fuzzerTestOneInput(byte[])}; whatever that throws
   *     is a finding
   * @param directory empty; for the time of the run
   */
  public FuzzRun(Class<?> target, Path directory) {
    this.target = target;
    this.directory = directory;
  }

  /** At most so many inputs, and where the machine is slow no longer than that. */
  public FuzzRun atMost(long runs, int seconds) {
    options.add("-runs=" + Long.getLong("shoal.fuzz.runs", runs));
    options.add("-max_total_time=" + Integer.getInteger("shoal.fuzz.seconds", seconds));
    return this;
  }

  /** Longest input, bytes. */
  public FuzzRun longestInput(int bytes) {
    options.add("-max_len=" + bytes);
    return this;
  }

  /** Classes that are left as they are, as patterns with colons between them. */
  public FuzzRun leavingOut(String patterns) {
    options.add("--instrumentation_excludes=" + patterns);
    return this;
  }

  /**
   * Runs it.
   *
   * @param seeds the inputs to begin with
   * @throws AssertionError if there are findings, with their bytes
   */
  public void check(List<byte[]> seeds) throws IOException, InterruptedException {
    Path files = Files.createDirectory(directory.resolve("seeds"));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(files.resolve("seed-" + i), seeds.get(i));
    }
    check(files);
  }

  /**
   * Runs it.
   *
   * @param seeds directory of the inputs to begin with
   * @throws AssertionError if there are findings, with their bytes
   */
  public void check(Path seeds) throws IOException, InterruptedException {
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

  private List<String> command(Path corpus, Path seeds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=" + compilers(),
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            classPath(),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=dev.shoal.**",
            "--custom_hook_includes=dev.shoal.**",
            // The same one unless told otherwise, so that a build that passed once passes again.
            "-seed=" + Integer.getInteger("shoal.fuzz.seed", 1),
            "-timeout=60"));
    command.addAll(options);
    command.add(corpus.toString());
    command.add(seeds.toString());
    return command;
  }

  /** In a short run, optimizing takes more time than it saves. */
  private static int compilers() {
    return Integer.getInteger("shoal.fuzz.seconds", 0) > 0 ? 4 : 1;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !isOfTests(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfTests(String entry) {
    return OF_TESTS.matcher(new File(entry).getName()).matches();
  }

  /** What earlier runs have learned is worth keeping where many are done. */
  private Path corpus() throws IOException {
    String kept = System.getProperty("shoal.fuzz.corpus");
    Path all = kept == null ? directory.resolve("corpus") : Path.of(kept);
    return Files.createDirectories(all.resolve(target.getSimpleName()));
  }

  /** Inputs that went wrong. */
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
