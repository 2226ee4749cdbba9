package dev.shoal.peer.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.ParameterException;

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
            + Sentence.plain(problem.getMessage());
    String command = problem.getCommandLine().getCommandSpec().qualifiedName().strip();
    err.println("shoal: " + sentence);
    err.println("Try '" + (command.isEmpty() ? "help" : command + " --help") + "'.");
    if (context.json() || args.contains("--json")) {
      context.streams().out().println(Json.line(Failure.ofUsage(sentence)));
    }
    return ExitCodes.USAGE;
  }
}
