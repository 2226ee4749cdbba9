package dev.shoal.benchmarks.compare;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.ByteCount;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import dev.shoal.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves one file in all ways that are installed, in turn, and reports medians and ratios. */
@Command(
    name = "compare",
    description = {
      "Moves one file from two seeders to one downloader's disk, in turn with what is installed of"
          + " nginx with curl, nginx with aria2, libtorrent, bt and iperf3; reports medians and ratios.",
      "With --serve: lets a node serve to a client that discards, in turn with nginx and wrk."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class CompareCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "Of the file. Default: ${DEFAULT-VALUE}.")
  private ByteCount size = new ByteCount(1L << 30);

  @Option(names = "--seeders", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int seeders = 2;

  @Option(names = "--runs", paramLabel = "N", description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description =
          "Downloads before the first round that do not count, by programs that stay for all"
              + " rounds. Default: ${DEFAULT-VALUE}.")
  private int warmup = 2;

  @Option(
      names = "--java",
      split = ",",
      paramLabel = "FILE",
      description = "One or several, each with nodes of its own. Default: the one that runs this.")
  private List<Path> javas = List.of(JavaProgram.thisJava());

  @Option(
      names = "--shoal-jar",
      paramLabel = "FILE",
      description =
          "The program that fetches the file in fresh processes. Default: ${DEFAULT-VALUE}.")
  private Path shoalJar = Path.of("peer-node/target/shoal.jar");

  @Option(
      names = "--alone",
      description = "Leave the other programs out, whether they are installed or not.")
  private boolean alone;

  @Option(
      names = "--bt-classpath",
      paramLabel = "PATH",
      description = "Jars of the Java library bt, with its dependencies, to be compared, too.")
  private String btClasspath = "";

  @Option(
      names = "--serve",
      description = "Compare serving to somebody who discards, rather than downloads.")
  private boolean serve;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "With --serve: of the client. Default: ${DEFAULT-VALUE}.")
  private int connections = 8;

  @Option(
      names = "--range",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "With --serve: asked for at a time. Default: ${DEFAULT-VALUE}.")
  private ByteCount range = new ByteCount(256L << 10);

  @Option(
      names = "--ahead",
      paramLabel = "N",
      description =
          "With --serve: ranges that are asked for at a time on each connection; wrk asks for one."
              + " Default: ${DEFAULT-VALUE}.")
  private int ahead = 1;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "With --serve: how long each is measured. Default: ${DEFAULT-VALUE}.")
  private double seconds = 5;

  @Mixin private NodeOptions nodes = new NodeOptions();

  /** For picocli. */
  public CompareCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    Results results = new Results(spec.commandLine().getOut(), nodes.json());
    try (Scope scope = Scope.open()) {
      long room = size.bytes() * (serve ? 1 : 2);
      Path directory =
          scope.start(() -> TemporaryDirectory.withRoom(nodes.directory(), room)).path();
      Path file = Content.write(directory.resolve("original"), size.bytes(), size.bytes());
      if (serve) {
        ServeOptions options = new ServeOptions((int) range.bytes(), connections, ahead);
        new Serving(nodes, javas, directory, file, options, this::say)
            .run(scope, results, runs, seconds, alone);
      } else {
        Downloads downloads =
            new Downloads(nodes, javas, shoalJar, directory, file, seeders, this::say);
        downloads.run(scope, results, runs, warmup, alone ? null : btClasspath);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.SOFTWARE;
    }
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println("compare: " + sentence);
    spec.commandLine().getErr().flush();
  }

  private void check() {
    if (size.bytes() < 1 || seeders < 1 || runs < 1 || warmup < 0) {
      throw problem("--size, --seeders and --runs must be positive");
    }
    if (connections < 1 || ahead < 1 || !(seconds > 0)) {
      throw problem("--connections, --ahead and --seconds must be positive");
    }
    if (serve && (Long.bitCount(range.bytes()) != 1 || size.bytes() < range.bytes())) {
      throw problem("--range must be a chunk size, and --size at least as large");
    }
    for (Path java : javas) {
      if (!Files.isExecutable(java)) {
        throw problem("no Java at " + java);
      }
    }
    nodes.check(spec.commandLine());
  }

  private ParameterException problem(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
