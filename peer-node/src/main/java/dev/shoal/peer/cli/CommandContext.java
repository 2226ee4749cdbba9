package dev.shoal.peer.cli;

import java.util.List;

/**
 * What a command finds around it.
 *
 * @param streams where it writes
 * @param stop what ends it early
 * @param questions whom it can ask
 * @param stdin what a script gives it
 * @param json whether results are JSON without being asked for
 * @param settings what is set for its options
 */
record CommandContext(
    Streams streams,
    StopSignal stop,
    Questions questions,
    LineInput stdin,
    boolean json,
    Settings settings) {
  /** A program's own, asking on its terminal. */
  static CommandContext ofProcess(Streams streams, StopSignal stop, String... args) {
    return new CommandContext(
        streams,
        stop,
        new ConsoleQuestions(),
        new LineInput(System.in),
        false,
        Settings.of(List.of(args), System.getenv()));
  }

  /** The same within a session. */
  CommandContext in(StopSignal ownStop, Questions ownQuestions, boolean ownJson) {
    return new CommandContext(streams, ownStop, ownQuestions, stdin, ownJson, settings);
  }
}
