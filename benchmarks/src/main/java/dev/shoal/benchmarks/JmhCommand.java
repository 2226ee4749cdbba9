package dev.shoal.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Runs the micro-benchmarks of this jar under JMH. */
@Command(name = "jmh", description = "Runs micro-benchmarks under JMH. With -h: JMH's own help.")
final class JmhCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "JMH-ARGUMENT",
      description = "As JMH takes them: regular expressions of names, and options. Default: all.")
  private List<String> arguments = new ArrayList<>();

  /** Ends the process with status 1 itself when JMH refuses the arguments or a benchmark fails. */
  @Override
  public Integer call() throws IOException {
    Main.main(arguments.toArray(String[]::new));
    return ExitCode.OK;
  }

  /** Names of all benchmarks, class and method, sorted. */
  static List<String> benchmarks() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    OutputFormat silent = OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT);
    Set<BenchmarkListEntry> all = BenchmarkList.defaultList().getAll(silent, List.of());
    return all.stream()
        .map(entry -> entry.getUsername().replaceFirst(".*\\.(?=.*\\.)", ""))
        .sorted()
        .toList();
  }
}
