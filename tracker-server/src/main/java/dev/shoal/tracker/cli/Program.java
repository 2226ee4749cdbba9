package dev.shoal.tracker.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command line together: commands, flags, and what becomes of errors. */
final class Program {
  private static final String NAME = "tracker-server";

  private Program() {}

  /** The command line of a process with that environment. */
  static CommandLine commandLine(Map<String, String> environment) {
    SettingFlags flags = new SettingFlags();
    ConfigurationSource configuration = () -> Configuration.gather(flags.given(), environment);
    CommandSpec run = CommandSpec.forAnnotatedObject(new RunCommand(configuration));
    run.addSubcommand("config", CommandSpec.forAnnotatedObject(new ConfigCommand(configuration)));
    run.addSubcommand("export", CommandSpec.forAnnotatedObject(new ExportCommand(configuration)));
    run.addSubcommand("import", CommandSpec.forAnnotatedObject(new ImportCommand(configuration)));
    flags.addTo(run);
    return new CommandLine(run)
        .setParameterExceptionHandler(Program::explainUsage)
        .setExecutionExceptionHandler((failure, line, parsed) -> explain(failure, line));
  }

  private static int explainUsage(ParameterException problem, String[] args) {
    CommandLine line = problem.getCommandLine();
    line.getErr().println(NAME + ": " + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, line.getErr());
    line.getErr().println("Try '" + NAME + " --help'.");
    return ExitCode.USAGE;
  }

  private static int explain(Exception failure, CommandLine line) {
    line.getErr().println(NAME + ": " + failure.getMessage());
    return failure instanceof ConfigurationException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }
}
