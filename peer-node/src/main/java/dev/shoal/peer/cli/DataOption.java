package dev.shoal.peer.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which node of this machine a command is about. */
final class DataOption {
  @Option(
      order = 10,
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory of this node's key, its login, the trackers it knows, and what a running node"
              + " remembers, created if missing. Default: ~/.shoal.")
  private @Nullable Path data;

  Path directory() {
    return data == null ? Path.of(System.getProperty("user.home"), ".shoal") : data;
  }
}
