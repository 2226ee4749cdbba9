package dev.shoal.peer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The commands of a session: those of the program, with the session's node and no options for it.
 */
@Command(
    name = "",
    description = "Commands of this session; 'help COMMAND' or 'COMMAND --help' tells more of one.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true)
final class ShellLine implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private ShellLine() {}

  /** The commands for one line. */
  static CommandLine of(CommandContext context, NodeSource node) {
    CommandLine line = new CommandLine(new ShellLine());
    line.addSubcommand(new ShareCommand(context, node))
        .addSubcommand(new ShellGetCommand(context, node))
        .addSubcommand(new SearchCommand(context, node))
        .addSubcommand(new DownloadsCommand(context, node))
        .addSubcommand(new WaitCommand(context, node));
    new AccountCommands(context, () -> node).all().forEach(line::addSubcommand);
    line.addSubcommand(new SessionUnshareCommand(context, node));
    line.addSubcommand("exit", new ExitCommand());
    line.addSubcommand(new HelpCommand());
    line.getCommandSpec()
        .usageMessage()
        .footer("%nNames of earlier systems: " + String.join(", ", OldNames.all().keySet()) + ".");
    return ShoalMain.finished(line, context);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** Noticed before it is run. */
  @Command(
      name = "exit",
      description =
          "Ends the session, and with it what it shares and fetches. Also quit, and the end of the"
              + " input.")
  private static final class ExitCommand implements Runnable {
    @Override
    public void run() {}
  }
}
