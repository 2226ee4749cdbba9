package dev.shoal.benchmarks.small;

import dev.shoal.benchmarks.node.NodeOptions;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Libtorrent;
import dev.shoal.benchmarks.programs.Programs;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.Server;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import dev.shoal.benchmarks.report.Results;
import dev.shoal.benchmarks.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves many small files from one process to another one, beside other programs. */
@Command(
    name = "small",
    description = {
      "Lets one process share many small files and another one fetch them all, in turn with"
          + " libtorrent and with aria2 that fetches from nginx, as far as these are installed.",
      "Every copy is compared with the original, outside of what is measured."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class SmallCommand implements Callable<Integer> {
  private static final List<String> RATIOS =
      List.of("files_per_s", "files_per_s_with_share", "cpu_ms_per_file");
  private static final String SHOAL = "shoal";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--files",
      split = ",",
      paramLabel = "COUNTxSIZE",
      converter = FileSet.Converter.class,
      description = "Default: 10000x4KiB,1000x1MiB.")
  private List<FileSet> sets = List.of(FileSet.parse("10000x4KiB"), FileSet.parse("1000x1MiB"));

  @Option(names = "--count", paramLabel = "N", description = "At most so many files of each size.")
  private int count = Integer.MAX_VALUE;

  @Option(
      names = "--at-a-time",
      paramLabel = "N",
      description =
          "Files that nodes have under way while they share; what they fetch is asked for in one"
              + " call. Default: ${DEFAULT-VALUE}.")
  private int atATime = 64;

  @Option(
      names = "--others-at-a-time",
      split = ",",
      paramLabel = "N",
      description =
          "Files that the other programs have under way; of several values each is measured."
              + " Default: 1,16.")
  private List<Integer> othersAtATime = List.of();

  @Option(
      names = "--torrents",
      paramLabel = "N",
      description =
          "libtorrent gets so many files at most for each that it may have under way, as it takes"
              + " about a second for every torrent. Default: ${DEFAULT-VALUE}.")
  private int torrents = 20;

  @Option(
      names = "--alone",
      description = "Leave the other programs out, whether they are installed or not.")
  private boolean alone;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description =
          "Measure nodes also when they have shared and fetched N times as many other files"
              + " before, in the same processes. Default: only new processes.")
  private int warmup;

  @Option(names = "--runs", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int runs = 1;

  @Option(names = "--java", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
  private Path java = JavaProgram.thisJava();

  @Mixin private NodeOptions nodes = new NodeOptions();

  /** For picocli. */
  public SmallCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    Results results = new Results(spec.commandLine().getOut(), nodes.json());
    try (Scope scope = Scope.open()) {
      long room = sets.stream().mapToLong(FileSet::bytes).max().orElse(0) * (3 + 2L * warmup);
      Path directory =
          scope.start(() -> TemporaryDirectory.withRoom(nodes.directory(), room)).path();
      List<Contestant> all = contestants(directory);
      for (FileSet set : sets) {
        measure(scope, results, directory, all, set.atMost(count));
      }
      results.printMedians();
      for (FileSet set : sets) {
        printRatios(results, all, set);
      }
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("small: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void measure(
      Scope within, Results results, Path parent, List<Contestant> all, FileSet files)
      throws IOException, InterruptedException {
    for (int i = 0; i < runs; i++) {
      for (Contestant each : all) {
        try (Scope scope = within.nested()) {
          Path own = scope.start(() -> new TemporaryDirectory(parent)).path();
          run(scope, results, own, each, files.atMost(each.most()));
        }
      }
    }
  }

  private static void run(
      Scope scope, Results results, Path own, Contestant contestant, FileSet files)
      throws IOException, InterruptedException {
    Path original = own.resolve("original");
    files.write(original, 0);
    Path copies = Files.createDirectory(own.resolve("copies"));
    results.add(label(contestant, files), contestant.run(scope, files, original, own, copies));
    files.requireEqual(original, copies);
  }

  private void printRatios(Results results, List<Contestant> all, FileSet set) {
    for (Contestant other : all.subList(1, all.size())) {
      results.printRatios(
          label(all.get(0), set.atMost(count)),
          label(other, set.atMost(count).atMost(other.most())),
          RATIOS);
    }
  }

  private static String label(Contestant contestant, FileSet files) {
    return files + " " + contestant.name();
  }

  private List<Contestant> contestants(Path directory) throws IOException, InterruptedException {
    List<Contestant> all = new ArrayList<>();
    JavaProgram program = nodes.program(java);
    Transfer.Launcher ours = data -> nodes.command(program, data, Transfer.HOST);
    all.add(new NodePair(SHOAL, ours, atATime, Integer.MAX_VALUE, 0));
    if (warmup > 0) {
      all.add(new NodePair(SHOAL + ", warm", ours, atATime, Integer.MAX_VALUE, warmup));
    }
    if (alone) {
      return all;
    }
    if (Libtorrent.isInstalled()) {
      Libtorrent theirs = new Libtorrent(directory, nodes.withoutSha());
      Transfer.Launcher launcher =
          data -> theirs.command(Transfer.HOST, Server.freePort(), "v1", "many");
      or(1, 16)
          .forEach(
              each ->
                  all.add(new NodePair("libtorrent, " + each, launcher, each, torrents * each, 0)));
    } else {
      say(Libtorrent.MISSING);
    }
    List<String> missing = Programs.missing(Aria2.PROGRAMS);
    if (missing.isEmpty()) {
      or(1, 16).forEach(each -> all.add(new Aria2(each)));
    } else {
      say("not installed: " + String.join(", ", missing) + "; going on without");
    }
    return all;
  }

  private List<Integer> or(int one, int other) {
    return othersAtATime.isEmpty() ? List.of(one, other) : othersAtATime;
  }

  private void say(String sentence) {
    spec.commandLine().getErr().println("small: " + sentence);
  }

  private void check() {
    if (count < 1
        || torrents < 1
        || atATime < 1
        || warmup < 0
        || runs < 1
        || !othersAtATime.stream().allMatch(each -> each > 0)) {
      throw new ParameterException(spec.commandLine(), "every number must be positive");
    }
    if (!Files.isExecutable(java)) {
      throw new ParameterException(spec.commandLine(), "no Java at " + java);
    }
    nodes.check(spec.commandLine());
  }
}
