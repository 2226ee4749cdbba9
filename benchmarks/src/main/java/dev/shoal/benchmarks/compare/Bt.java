package dev.shoal.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Puts the program into a directory. */
  Bt(Path directory, Path java, String classpath) throws IOException {
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
    return List.of(
        java.toString(),
        "-Xmx1g",
        "-XX:+UseParallelGC",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
        "-cp",
        classpath,
        source.toString(),
        data.toString());
  }
}
