package dev.shoal.benchmarks.node;

import dev.shoal.tracker.TrackerServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A tracker that keeps nothing, in a process of its own, until its standard input ends. */
@Command(
    name = "tracker-node",
    hidden = true,
    description = "A part of scenarios: a tracker that ends with its standard input.",
    mixinStandardHelpOptions = true)
public final class TrackerCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--bind", paramLabel = "ADDRESS", description = "Default: ${DEFAULT-VALUE}.")
  private InetAddress bind = InetAddress.getLoopbackAddress();

  /** For picocli. */
  public TrackerCommand() {}

  @Override
  public Integer call() throws IOException {
    try (TrackerServer tracker = TrackerServer.builder().bindAddress(bind).port(0).start().join()) {
      var out = spec.commandLine().getOut();
      out.println("{\"ports\":[" + tracker.address().getPort() + "]}");
      out.flush();
      System.in.transferTo(OutputStream.nullOutputStream());
      return ExitCode.OK;
    }
  }
}
