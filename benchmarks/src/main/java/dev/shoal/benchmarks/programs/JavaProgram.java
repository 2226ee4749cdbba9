package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * This program's own commands in JVMs of their own, which get the options that the launcher script
 * of the command line gives. Immutable.
 *
 * @param java the launcher
 * @param options of the JVM
 */
public record JavaProgram(Path java, List<String> options) {
  private static final String VECTORS = "jdk.incubator.vector";

  /** For HotSpot's compilers, as the launcher gives them. */
  public static final List<String> COMPILER =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=10000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  /** Copies the options. */
  public JavaProgram {
    options = List.copyOf(options);
  }

  /** The same and those that leave the processor's SHA extensions unused. */
  public static List<String> withoutSha(List<String> options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-UseSHA1Intrinsics",
                "-XX:-UseSHA256Intrinsics"));
    all.addAll(options);
    return all;
  }

  /** The one that runs this. */
  public static Path thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The command line that runs one of this program's commands. */
  public List<String> command(List<String> arguments) throws IOException {
    List<String> command = jvm();
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("dev.shoal.benchmarks.BenchMain");
    command.addAll(arguments);
    return command;
  }

  /** The command line that runs a jar. */
  public List<String> jar(Path jar, List<String> arguments) throws IOException {
    List<String> command = jvm();
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    return command;
  }

  /** As the launcher script does it: each Java states what it has in a file. */
  private boolean hasVectors() throws IOException {
    Path release = java.toRealPath().resolve("../../release").normalize();
    if (!Files.isReadable(release)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines.anyMatch(line -> line.startsWith("MODULES=") && line.contains(VECTORS));
    }
  }

  private List<String> jvm() throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (hasVectors()) {
      command.add("--add-modules=" + VECTORS);
    }
    command.add("-Dio.netty.jfr.enabled=false"); // which the command line's main sets
    command.addAll(COMPILER);
    command.addAll(options);
    return command;
  }
}
