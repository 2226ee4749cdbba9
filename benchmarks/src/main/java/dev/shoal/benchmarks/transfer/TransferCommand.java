package dev.shoal.benchmarks.transfer;

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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets one process fetch a file from others of this machine, and reports speed and cost. */
@Command(
    name = "transfer",
    description = {
      "Lets a downloader fetch a file from seeders, each in a process of its own, and reports speed,"
          + " processor time and memory.",
      "Every copy is compared with the original, outside of what is measured."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class TransferCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--seeders", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int seeders = 2;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "Of the file. Default: ${DEFAULT-VALUE}.")
  private ByteCount size = new ByteCount(1L << 30);

  @Option(
      names = "--downloads",
      paramLabel = "N",
      description =
          "One after the other, by the same processes; the last is the warm one. Default:"
              + " ${DEFAULT-VALUE}.")
  private int downloads = 3;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Each with new processes. Default: ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Option(names = "--java", paramLabel = "FILE", description = "Default: ${DEFAULT-VALUE}.")
  private Path java = JavaProgram.thisJava();

  @Option(
      names = "--cold",
      description =
          "Let the kernel forget the file before each download; for --directory on a disk.")
  private boolean cold;

  @Option(
      names = "--fresh",
      description = "Measure whole processes of 'shoal get' instead, from the JVM's start on.")
  private boolean fresh;

  @Option(
      names = "--scaling",
      description =
          "Measure files of --size and of a half to a sixteenth of it (4GiB makes sense), and 1 to"
              + " 16 sources in one process, instead; needs --svg.")
  private boolean scaling;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Where --scaling draws its curves. Default: none.")
  private @Nullable Path svg;

  @Option(
      names = "--shoal-jar",
      paramLabel = "FILE",
      description = "The program for --fresh. Default: ${DEFAULT-VALUE}.")
  private Path shoalJar = Path.of("peer-node/target/shoal.jar");

  @Mixin private NodeOptions nodes = new NodeOptions();

  /** For picocli. */
  public TransferCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    Results results = new Results(spec.commandLine().getOut(), nodes.json());
    try (Scope scope = Scope.open()) {
      Path directory =
          scope
              .start(() -> TemporaryDirectory.withRoom(nodes.directory(), 2 * size.bytes()))
              .path();
      if (scaling && svg != null) {
        new Scaling(nodes, nodes.program(java), directory, results, runs)
            .run(scope, size.bytes(), svg);
        results.printMedians();
        return ExitCode.OK;
      }
      Path file = Content.write(directory.resolve("original"), size.bytes(), size.bytes());
      for (int i = 0; i < runs; i++) {
        run(scope, results, directory.resolve("run-" + i), file);
      }
      results.printMedians();
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("transfer: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void run(Scope scope, Results results, Path directory, Path file)
      throws IOException, InterruptedException {
    JavaProgram program = nodes.program(java);
    Transfer.Launcher launcher = data -> nodes.command(program, data, Transfer.HOST);
    try (Transfer transfer =
        Transfer.start(scope, launcher, directory, file, seeders, nodes.chunkSize())) {
      if (fresh) {
        results.add("fresh process", transfer.fresh(program, shoalJar, cold));
        return;
      }
      transfer.startDownloader();
      for (int i = 1; i <= downloads; i++) {
        String which = i == 1 ? "first" : i == downloads ? "warm" : "after " + (i - 1);
        results.add(which + " download", transfer.download(cold));
      }
    }
  }

  private void check() {
    if (seeders < 1 || downloads < 1 || runs < 1 || size.bytes() < 1) {
      throw new ParameterException(spec.commandLine(), "every number must be positive");
    }
    if (!Files.isExecutable(java)) {
      throw new ParameterException(spec.commandLine(), "no Java at " + java);
    }
    if (fresh && !Files.isRegularFile(shoalJar)) {
      throw new ParameterException(
          spec.commandLine(), "no program at " + shoalJar + "; build it, or say --shoal-jar");
    }
    if (scaling != (svg != null)) {
      throw new ParameterException(spec.commandLine(), "--scaling and --svg need each other");
    }
    nodes.check(spec.commandLine());
  }
}
