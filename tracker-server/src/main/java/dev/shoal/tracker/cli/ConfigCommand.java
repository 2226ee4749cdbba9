package dev.shoal.tracker.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the value of every setting and where it comes from, as a configuration file. */
@Command(
    name = "config",
    description = "Prints every setting and where it comes from, in the form of the file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false)
final class ConfigCommand implements Callable<Integer> {
  private final ConfigurationSource source;

  @Spec private CommandSpec spec = CommandSpec.create();

  ConfigCommand(ConfigurationSource source) {
    this.source = source;
  }

  @Override
  public Integer call() throws ConfigurationException {
    Configuration configuration = source.get();
    PrintWriter out = spec.commandLine().getOut();
    for (Setting<?> setting : Settings.ALL) {
      SetValue value = configuration.get(setting);
      String line = setting.name() + " = " + value.text();
      out.println(line + " ".repeat(Math.max(1, 40 - line.length())) + "# " + value.origin());
    }
    out.flush();
    return ExitCode.OK;
  }
}
