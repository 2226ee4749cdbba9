package dev.shoal.peer.cli;

/**
 * What a command finds around it.
 *
 * @param streams where it writes
 * @param stop what ends it early
 * @param questions whom it can ask
 * @param stdin what a script gives it
 * @param json whether results are JSON without being asked for
 */
record CommandContext(
    Streams streams, StopSignal stop, Questions questions, LineInput stdin, boolean json) {
  /** A program's own, asking on its terminal. */
  static CommandContext ofProcess(Streams streams, StopSignal stop) {
    return new CommandContext(
        streams, stop, new ConsoleQuestions(), new LineInput(System.in), false);
  }
}
