package dev.shoal.peer.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private ShoalMain() {}

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty(NETTY_EVENTS) == null) {
      System.setProperty(NETTY_EVENTS, "false");
    }
    LogSetup.install();
    StopSignal stop = new StopSignal();
    stop.install();
    int exitCode = commandLine(Streams.system(), stop).execute(args);
    stop.ended();
    System.exit(exitCode);
  }

  /** The whole command line over those streams. */
  static CommandLine commandLine(Streams streams, StopSignal stop) {
    CommandLine line =
        new CommandLine(new ShoalMain())
            .addSubcommand(new ShareCommand(streams, stop))
            .addSubcommand(new GetCommand(streams, stop))
            .addSubcommand(new SearchCommand(streams, stop))
            .addSubcommand(new InfoCommand(streams, stop))
            .addSubcommand(new HashCommand(streams, stop))
            .addSubcommand(new DemoCommand(streams, stop))
            .setOut(streams.out())
            .setErr(streams.err())
            .setParameterExceptionHandler((problem, args) -> explain(problem, args, streams));
    Converters.register(line);
    return line;
  }

  /** Without a command there is nothing to do but say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private static int explain(ParameterException problem, String[] args, Streams streams) {
    PrintWriter err = streams.err();
    String sentence = Sentence.plain(problem.getMessage());
    err.println("shoal: " + sentence);
    err.println("Try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    if (Arrays.asList(args).contains("--json")) {
      streams.out().println(Json.line(Failure.ofUsage(sentence)));
    }
    return ExitCodes.USAGE;
  }
}
