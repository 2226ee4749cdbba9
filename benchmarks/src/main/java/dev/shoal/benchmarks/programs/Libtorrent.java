package dev.shoal.benchmarks.programs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** libtorrent, by way of Python, as a program that understands the lines that nodes do. */
public final class Libtorrent {
  /** What tells who looks for it where it is. */
  public static final String MISSING = "libtorrent for Python is not installed; going on without";

  private static final String SCRIPT = "libtorrent_node.py";
  private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

  /** Masks the bit of CPUID's leaf 7 that stands for SHA extensions. */
  private static final String NO_SHA = "OPENSSL_ia32cap=:~0x20000000";

  private final Path script;
  private final boolean withoutSha;

  /**
   * Puts the script into a directory.
   *
   * @param withoutSha whether its OpenSSL is to do without the processor's SHA extensions
   */
  public Libtorrent(Path directory, boolean withoutSha) throws IOException {
    this.withoutSha = withoutSha;
    script = directory.resolve(SCRIPT);
    try (InputStream in = Libtorrent.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IOException(SCRIPT + " is missing in this program");
      }
      Files.copy(in, script);
    }
  }

  /** The system's own Python where there is one: another may not see the system's libraries. */
  private static String python() {
    return Files.isExecutable(SYSTEM_PYTHON) ? SYSTEM_PYTHON.toString() : "python3";
  }

  /** Whether it is there. */
  public static boolean isInstalled() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python(), "-c", "import libtorrent")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The command line of one process.
   *
   * @param version v1 or v2
   * @param settings as the script calls them
   */
  public List<String> command(String host, int port, String version, String settings) {
    List<String> command = new ArrayList<>();
    if (withoutSha) {
      command.addAll(List.of("env", NO_SHA));
    }
    command.addAll(
        List.of(
            python(),
            script.toString(),
            "--listen=" + host + ":" + port,
            "--version=" + version,
            "--settings=" + settings));
    return command;
  }
}
