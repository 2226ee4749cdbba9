package dev.shoal.benchmarks;

import dev.shoal.benchmarks.compare.BesideOpentrackerCommand;
import dev.shoal.benchmarks.compare.BesideRedisCommand;
import dev.shoal.benchmarks.compare.CompareCommand;
import dev.shoal.benchmarks.flood.GuessersCommand;
import dev.shoal.benchmarks.flood.LoginFloodCommand;
import dev.shoal.benchmarks.load.TrackerLoadCommand;
import dev.shoal.benchmarks.node.NodeCommand;
import dev.shoal.benchmarks.node.TrackerCommand;
import dev.shoal.benchmarks.scale.ReturningPeersCommand;
import dev.shoal.benchmarks.scale.SwarmIndexCommand;
import dev.shoal.benchmarks.small.SmallCommand;
import dev.shoal.benchmarks.swarm.SwarmCommand;
import dev.shoal.benchmarks.transfer.TransferCommand;
import dev.shoal.benchmarks.watched.WatchedFolderCommand;
import dev.shoal.benchmarks.watched.WatchedNodeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures Shoal: one command for each way of measuring. */
@Command(
    name = "shoal-bench",
    description = "Measures Shoal, in parts or as a whole.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND")
public final class BenchMain implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  BenchMain() {}

  /** Runs the program. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    // What begins with a dash is JMH's to understand, --help included.
    CommandLine jmh =
        new CommandLine(new JmhCommand()).setUnmatchedOptionsArePositionalParams(true);
    return new CommandLine(new BenchMain())
        .addSubcommand(jmh)
        .addSubcommand(new TrackerLoadCommand())
        .addSubcommand(new SwarmIndexCommand())
        .addSubcommand(new ReturningPeersCommand())
        .addSubcommand(new LoginFloodCommand())
        .addSubcommand(new BesideRedisCommand())
        .addSubcommand(new BesideOpentrackerCommand())
        .addSubcommand(new TransferCommand())
        .addSubcommand(new SwarmCommand())
        .addSubcommand(new SmallCommand())
        .addSubcommand(new WatchedFolderCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new NodeCommand())
        .addSubcommand(new TrackerCommand())
        .addSubcommand(new WatchedNodeCommand())
        .addSubcommand(new GuessersCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false);
  }

  /** Without a command: says what there is. */
  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
    out.println("Benchmarks of jmh:");
    JmhCommand.benchmarks().forEach(name -> out.println("  " + name));
    out.flush();
  }
}
