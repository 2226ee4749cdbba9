package dev.shoal.peer.cli;

import dev.shoal.protocol.PlainText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one place for all commands what is wrong with how one was used. */
final class Misuse {
  private Misuse() {}

  /**
   * Says it.
   *
   * @param defaults know where a value was set that the command was not given
   */
  static int explain(
      ParameterException problem,
      List<String> args,
      CommandContext context,
      SettingDefaults defaults) {
    PrintWriter err = context.streams().err();
    String sentence =
        defaults.origin(problem.getArgSpec()).map(origin -> origin + ": ").orElse("")
            + noCommand(problem).orElseGet(() -> Sentence.plain(problem.getMessage()));
    String command = problem.getCommandLine().getCommandSpec().qualifiedName().strip();
    err.println("shoal: " + sentence);
    err.println("Try '" + (command.isEmpty() ? "help" : command + " --help") + "'.");
    if (context.json() || args.contains("--json")) {
      context.streams().out().println(Json.line(Failure.ofUsage(sentence)));
    }
    return ExitCodes.USAGE;
  }

  /** If the first word was to be a command, and is none. */
  private static Optional<String> noCommand(ParameterException problem) {
    CommandLine line = problem.getCommandLine();
    if (!(problem instanceof UnmatchedArgumentException unmatched)
        || line.getSubcommands().isEmpty()
        || unmatched.getUnmatched().isEmpty()
        || unmatched.getUnmatched().get(0).startsWith("-")) {
      return Optional.empty();
    }
    String word = unmatched.getUnmatched().get(0);
    return Optional.of(
        "there is no command '"
            + PlainText.of(word)
            + "'"
            + Nearest.to(word, line.getSubcommands().keySet())
                .map(like -> "; did you mean '" + like + "'?")
                .orElse(""));
  }
}
