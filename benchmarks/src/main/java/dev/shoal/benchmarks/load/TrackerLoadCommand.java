package dev.shoal.benchmarks.load;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Loads a tracker over its protocol and reports what it bore. */
@Command(
    name = "tracker-load",
    description = "Loads a tracker with requests, and reports throughput, latency and cost.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class TrackerLoadCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private LoadOptions options = new LoadOptions();

  /** For picocli. */
  public TrackerLoadCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    InetSocketAddress tracker = OptionsCheck.check(options, spec.commandLine());
    PrintWriter err = spec.commandLine().getErr();
    try (LoadTest test =
        new LoadTest(
            options,
            tracker,
            line -> {
              err.println(line);
              err.flush();
            })) {
      LoadResult result = test.run();
      print(result);
      return result.isClean() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (LoadException | IOException e) {
      err.println("tracker-load: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void print(LoadResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (options.json) {
      Gson gson = new GsonBuilder().disableHtmlEscaping().create();
      out.println(gson.toJson(Report.of(options, result)));
    } else {
      ReportText.of(options, result).forEach(out::println);
    }
    out.flush();
  }
}
