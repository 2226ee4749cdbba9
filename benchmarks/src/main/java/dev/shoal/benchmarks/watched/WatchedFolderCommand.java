package dev.shoal.benchmarks.watched;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.shoal.benchmarks.programs.ByteCount;
import dev.shoal.benchmarks.programs.Child;
import dev.shoal.benchmarks.programs.JavaProgram;
import dev.shoal.benchmarks.programs.Scope;
import dev.shoal.benchmarks.programs.TemporaryDirectory;
import dev.shoal.benchmarks.report.Measures;
import dev.shoal.benchmarks.report.Results;
import dev.shoal.benchmarks.scale.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a node with a folder full of files, twice, and reports what that takes. */
@Command(
    name = "watched-folder",
    description = {
      "Starts a node that watches a folder full of files, and measures how long it takes until its"
          + " tracker knows them all: for the first time, and when the node is started again and"
          + " remembers their hashes.",
      "Reported are also the worst stall of its event loops, the longest wait for its status, most"
          + " descriptors and threads at a time, and how long it takes to end."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class WatchedFolderCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--files", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int files = 10_000;

  @Option(
      names = "--least",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "Of the smallest files. Default: ${DEFAULT-VALUE}.")
  private ByteCount least = ByteCount.parse("1KiB");

  @Option(
      names = "--most",
      paramLabel = "SIZE",
      converter = ByteCount.Converter.class,
      description = "Of the largest files. Default: ${DEFAULT-VALUE}.")
  private ByteCount most = ByteCount.parse("64KiB");

  @Option(names = "--runs", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int runs = 1;

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      description = "For the JVMs of node and tracker, separated by spaces. Default: none.")
  private String javaOptions = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description =
          "Where files are made, in a directory of their own that is removed. Default: /dev/shm if"
              + " it has room, else the system's temporary directory.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  /** For picocli. */
  public WatchedFolderCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    check();
    Results results = new Results(spec.commandLine().getOut(), json);
    FileMix mix = new FileMix(files, least.bytes(), most.bytes());
    try (Scope scope = Scope.open()) {
      Path parent =
          scope.start(() -> TemporaryDirectory.withRoom(directory, 2 * mix.mostBytes())).path();
      for (int i = 0; i < runs; i++) {
        try (Scope run = scope.nested()) {
          run(run, results, mix, run.start(() -> new TemporaryDirectory(parent)).path());
        }
      }
      results.printMedians();
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("watched-folder: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void run(Scope scope, Results results, FileMix mix, Path own)
      throws IOException, InterruptedException {
    mix.write(own.resolve("watched"));
    List<String> tracked = List.of("tracker-node", "--http", "--data=" + own.resolve("tracker"));
    Child tracker = scope.start(() -> Child.start("tracker", program().command(tracked)));
    JsonObject ready = tracker.answer();
    int port = ready.getAsJsonArray("ports").get(0).getAsInt();
    Figures figures = new Figures(ready.get("http").getAsInt());
    results.add("first start", node(scope, own, port, figures));
    results.add("second start", node(scope, own, port, figures));
  }

  private Measures node(Scope scope, Path own, int port, Figures figures)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "watched-node",
            "--tracker=127.0.0.1:" + port,
            "--data=" + own.resolve("data"),
            "--watch=" + own.resolve("watched"),
            "--files=" + files);
    Child node = scope.start(() -> Child.start("node", program().command(arguments)));
    Measures measures = new Measures();
    add(measures, node.answer());
    double registered = Figures.sum(figures.scrape(), "shoal_tracker_registrations");
    if (registered != files) {
      throw new IOException("the tracker knows " + registered + " files and not " + files);
    }
    measures.add("cpu_s", node.usage().cpuSeconds());
    measures.add("peak_MB", node.usage().peakResidentBytes() / 1e6);
    node.hangUp();
    add(measures, node.answer());
    scope.end(node);
    return measures;
  }

  private static void add(Measures measures, JsonObject answer) {
    for (Map.Entry<String, JsonElement> each : answer.entrySet()) {
      measures.add(each.getKey(), each.getValue().getAsDouble());
    }
  }

  private JavaProgram program() {
    return new JavaProgram(
        JavaProgram.thisJava(),
        Stream.of(javaOptions.split(" ", -1)).filter(word -> !word.isEmpty()).toList());
  }

  private void check() {
    if (files < 1 || runs < 1 || least.bytes() < 1) {
      throw new ParameterException(spec.commandLine(), "every number must be positive");
    }
    if (most.bytes() < least.bytes()) {
      throw new ParameterException(spec.commandLine(), "--most is less than --least");
    }
    if (directory != null && !Files.isDirectory(directory)) {
      throw new ParameterException(spec.commandLine(), "there is no directory " + directory);
    }
  }
}
