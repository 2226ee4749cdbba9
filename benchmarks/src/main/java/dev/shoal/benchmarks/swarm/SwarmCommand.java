package dev.shoal.benchmarks.swarm;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.ByteCount;
import dev.shoal.benchmarks.programs.Content;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Libtorrent;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import dev.shoal.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One seeder and many leechers behind links of limited speed. */
@Command(
    name = "swarm",
    description = {
      "Lets leechers fetch a file from one seeder and from each other, each in a network namespace"
          + " of its own with a link of limited speed, and reports when each had it, beside the"
          + " fluid bound: what no swarm can beat on these links.",
      "All processes run, and know the tracker, before the clock starts. Needs root, ip and tc."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class SwarmCommand implements Callable<Integer> {
  private static final int MOST_LEECHERS = 200;
  private static final List<String> RATIOS =
      List.of("last_over_bound", "median_over_bound", "seeder_sent_over_file");

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--leechers", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int leechers = 8;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "Of the file. Default: ${DEFAULT-VALUE}.")
  private ByteCount size = new ByteCount(64L << 20);

  @Option(
      names = "--seed-up",
      paramLabel = "MBIT",
      description = "What the seeder can send, Mbit/s. Default: ${DEFAULT-VALUE}.")
  private double seedUp = 100;

  @Option(
      names = "--up",
      split = ",",
      paramLabel = "MBIT",
      description =
          "What a leecher can send; of several values each leecher takes one in turn. Default: 100.")
  private List<Double> up = List.of(100.0);

  @Option(
      names = "--down",
      split = ",",
      paramLabel = "MBIT",
      description = "What a leecher can receive, likewise. Default: 100.")
  private List<Double> down = List.of(100.0);

  @Option(
      names = "--warmup",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description =
          "Another file that nodes move in the same way before the clock starts, so that their JVMs"
              + " have compiled what they need. Default: none.")
  private ByteCount warmup = new ByteCount(0);

  @Option(names = "--runs", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int runs = 1;

  @Option(
      names = "--libtorrent",
      arity = "0..1",
      fallbackValue = "links",
      paramLabel = "SETTINGS",
      description =
          "Also let libtorrent do the same in turn, on the same links: 'links', tuned for them"
              + " (the default), or 'stock'.")
  private String libtorrent = "";

  @Option(names = "--java", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
  private Path java = JavaProgram.thisJava();

  @Mixin private NodeOptions nodes = new NodeOptions();

  /** For picocli. */
  public SwarmCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    try {
      String obstacle = Network.obstacle();
      if (!obstacle.isEmpty()) {
        throw new IOException(obstacle);
      }
      measure();
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("swarm: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void measure() throws IOException, InterruptedException {
    Results results = new Results(spec.commandLine().getOut(), nodes.json());
    try (Scope scope = Scope.open()) {
      long room = (size.bytes() + warmup.bytes()) * (leechers + 1);
      Path directory =
          scope.start(() -> TemporaryDirectory.withRoom(nodes.directory(), room)).path();
      Path file = Content.write(directory.resolve("original"), size.bytes(), size.bytes());
      Network network = scope.start(() -> Network.create());
      Swarm swarm = new Swarm(network, new Link(seedUp, down.get(0)), links());
      List<Members> programs = programs(directory, swarm);
      for (int i = 0; i < runs; i++) {
        for (int j = 0; j < programs.size(); j++) {
          Path own = directory.resolve("run-" + i + "-" + j);
          new SwarmRun(swarm, programs.get(j), own, file).run(scope, results);
        }
      }
      results.printMedians();
      if (programs.size() > 1) {
        results.printRatios(programs.get(0).name(), programs.get(1).name(), RATIOS);
      }
    }
  }

  private List<Link> links() {
    return IntStream.range(0, leechers)
        .mapToObj(i -> new Link(up.get(i % up.size()), down.get(i % down.size())))
        .toList();
  }

  private List<Members> programs(Path directory, Swarm swarm)
      throws IOException, InterruptedException {
    List<Members> programs = new ArrayList<>();
    programs.add(new ShoalMembers(nodes, nodes.program(java), swarm, warmup.bytes()));
    if (!libtorrent.isEmpty()) {
      if (Libtorrent.isInstalled()) {
        Libtorrent theirs = new Libtorrent(directory, nodes.withoutSha());
        programs.add(new LibtorrentMembers(theirs, swarm, nodes.chunkSize(), libtorrent));
      } else {
        spec.commandLine().getErr().println("swarm: " + Libtorrent.MISSING);
      }
    }
    return programs;
  }

  private void check() {
    if (leechers < 1 || leechers > MOST_LEECHERS || runs < 1 || size.bytes() < 1) {
      throw problem("--leechers must be from 1 to 200, --runs and --size positive");
    }
    if (!(seedUp > 0) || !up.stream().allMatch(each -> each > 0)) {
      throw problem("--seed-up and --up must be positive");
    }
    if (!down.stream().allMatch(each -> each > 0)) {
      throw problem("--down must be positive");
    }
    if (!List.of("", "links", "stock").contains(libtorrent)) {
      throw problem("--libtorrent takes 'links' or 'stock', not '" + libtorrent + "'");
    }
    if (!Files.isExecutable(java)) {
      throw problem("no Java at " + java);
    }
    nodes.check(spec.commandLine());
  }

  private ParameterException problem(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
