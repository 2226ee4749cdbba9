package dev.shoal.peer.cli;

import picocli.CommandLine.Option;

/** How much a command says, and in which form. */
final class OutputOptions {
  @Option(
      order = 20,
      names = "--json",
      fallbackValue = "true",
      description = "Print results as one JSON object a line. Default: as text.")
  private boolean json;

  @Option(
      order = 20,
      names = {"-q", "--quiet"},
      fallbackValue = "true",
      description = "Print results and errors only. Default: also progress and hints, on stderr.")
  private boolean quiet;

  @Option(
      order = 20,
      names = {"-v", "--verbose"},
      fallbackValue = "true",
      description = "Log to stderr, and show where errors come from. Default: one line for each.")
  private boolean verbose;

  /**
   * @param json whether results are JSON without being asked for
   */
  OutputOptions(boolean json) {
    this.json = json;
  }

  Output open(Streams streams) {
    if (verbose) {
      LogSetup.verbose();
    }
    return new Output(streams, json, quiet, verbose);
  }
}
