package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.programs.JavaProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * bt, a BitTorrent library for Java, by way of a small program that understands the lines that
 * nodes do. It is compiled by the JVM that runs it, as this project does not depend on bt.
 */
final class Bt {
  private static final String SOURCE = "BtNode.java.txt";

  private final Path source;
  private final Path java;
  private final String classpath;
  private final boolean withoutSha;

  /**
   * Puts the program into a directory.
   *
   * @param withoutSha whether to do without the processor's SHA extensions
   */
  Bt(Path directory, Path java, String classpath, boolean withoutSha) throws IOException {
    this.withoutSha = withoutSha;
    this.java = java;
    this.classpath = classpath;
    source = directory.resolve("BtNode.java");
    try (InputStream in = Bt.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IOException(SOURCE + " is missing in this program");
      }
      Files.copy(in, source);
    }
  }

  /** The command line of one process. */
  List<String> command(Path data) {
    List<String> options =
        List.of(
            "-Xmx1g",
            "-XX:+UseParallelGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            classpath);
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(JavaProgram.COMPILER); // what is good for one may be for the other
    command.addAll(withoutSha ? JavaProgram.withoutSha(options) : options);
    command.addAll(List.of(source.toString(), data.toString()));
    return command;
  }
}
