package dev.shoal.benchmarks.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that all comparisons have; set by picocli, then only read. */
final class ComparisonOptions {
  @Option(names = "--tracker-jar", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
  Path trackerJar = Path.of("tracker-server/target/tracker-server.jar");

  @Option(names = "--runs", paramLabel = "N", description = "Of each. Default: ${DEFAULT-VALUE}.")
  int runs = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long the tracker is measured in a run. Default: ${DEFAULT-VALUE}.")
  double seconds = 4;

  /**
   * Looks whether a comparison can begin.
   *
   * @param othersPositive whether the command's own numbers are all positive
   * @throws ParameterException with a sentence if not
   */
  void check(CommandLine command, boolean othersPositive) {
    if (runs < 1 || seconds <= 0 || !othersPositive) {
      throw new ParameterException(command, "every number must be positive");
    }
    if (!Files.isRegularFile(trackerJar)) {
      throw new ParameterException(
          command, "no tracker at " + trackerJar + "; build it, or say --tracker-jar");
    }
  }
}
