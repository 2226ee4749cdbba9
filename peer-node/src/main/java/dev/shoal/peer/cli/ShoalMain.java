package dev.shoal.peer.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: its commands, and how it begins and ends. */
@Command(
    name = "shoal",
    description = "Shares files and fetches them from many peers at once.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:bad usage",
      "3:not found",
      "4:the content is not what it should be",
      "5:unreachable",
      "6:denied",
      "130, 143:ended by Ctrl-C, by SIGTERM"
    })
public final class ShoalMain implements Runnable {
  /**
   * Netty's events for Flight Recorder, which take a tenth of a second to set up. Who wants them
   * sets the property to true.
   */
  private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

  private static final String OVERVIEW = "overview";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private ShoalMain() {}

  /** Named where it is read, which is before the command line is. */
  @Option(
      order = 19,
      names = Settings.FILE_OPTION,
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "Configuration file, 'option = value' a line, for options that are not given; 'shoal"
              + " config' lists them. Default: ~/.shoal/config if it is there.")
  void configuration(@SuppressWarnings("unused") String file) {}

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] args) {
    if (Overview.isWanted(args)) {
      PrintWriter out = Streams.system().out();
      out.print(Overview.text());
      out.flush();
      return;
    }
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    LogSetup.install();
    StopSignal stop = new StopSignal();
    stop.install();
    CommandContext context = CommandContext.ofProcess(Streams.system(), stop, args);
    CommandLine line = new CommandLine(new ShoalMain());
    ProgramCommands.addNeeded(line, context, List.of(args));
    int exitCode;
    try {
      exitCode = finished(line, context).execute(args);
    } finally {
      stop.ended();
    }
    System.exit(exitCode);
  }

  /** The whole command line over those streams. */
  static CommandLine commandLine(Streams streams, StopSignal stop) {
    return commandLine(CommandContext.ofProcess(streams, stop));
  }

  /** The whole command line. */
  static CommandLine commandLine(CommandContext context) {
    CommandLine line = new CommandLine(new ShoalMain());
    ProgramCommands.addAll(line, context);
    line.getCommandSpec().usageMessage().sectionKeys(List.of(OVERVIEW));
    line.getHelpSectionMap().put(OVERVIEW, help -> Overview.text());
    return finished(line, context);
  }

  /** The command line, once its commands are there. */
  static CommandLine finished(CommandLine line, CommandContext context) {
    SettingDefaults defaults = new SettingDefaults(context.settings());
    Converters.register(line);
    return line.setOut(context.streams().out())
        .setErr(context.streams().err())
        .setColorScheme(Colours.ofProcess())
        .setDefaultValueProvider(defaults)
        .setParameterExceptionHandler(
            (problem, args) -> Misuse.explain(problem, List.of(args), context, defaults));
  }

  /** Without a command there is nothing to do but say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
