package dev.shoal.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;

/** What to call one of several JDKs. */
final class Javas {
  private Javas() {}

  /** The directory that it is installed in. */
  static String name(Path java) throws IOException {
    Path home = java.toRealPath().resolve("../..").normalize();
    Path name = home.getFileName();
    return name == null ? java.toString() : name.toString();
  }
}
