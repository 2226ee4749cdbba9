package dev.shoal.peer.cli;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.console.ConsoleConfig;
import dev.shoal.peer.console.ConsoleServer;
import dev.shoal.peer.console.MetricsServer;
import dev.shoal.peer.service.NodeLock;
import dev.shoal.peer.service.RunningNode;
import dev.shoal.peer.service.RunningNodeConfig;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a node until it is stopped. */
@Command(
    name = "node",
    description = {
      "Runs a node in the foreground, until Ctrl-C or 'shoal stop'.",
      "What it shares and downloads is remembered, and goes on with the next start. Other commands"
          + " use it while it runs, and a browser its console."
    })
final class RunNodeCommand extends ShoalCommand {
  @Mixin private final NodeTrackerOptions trackers = new NodeTrackerOptions();
  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = "--console",
      paramLabel = "ADDRESS:PORT",
      description =
          "Where the console and the API are, *:PORT for all addresses, PORT for this machine alone."
              + " Default: a free port of 127.0.0.1.")
  private ListenAddress console = ListenAddress.LOCAL;

  @Option(
      names = "--console-host",
      split = Settings.SEPARATOR,
      hideParamSyntax = true,
      paramLabel = "NAME",
      description =
          "Name by which browsers may call the console's host beside its addresses and localhost;"
              + " may be repeated. Default: none.")
  private List<String> consoleHosts = List.of();

  @Option(
      names = "--files",
      paramLabel = "ADDRESS:PORT",
      description =
          "Where everybody gets public files over HTTP, *:PORT for all addresses, PORT for this"
              + " machine alone. Default: nowhere.")
  private @Nullable ListenAddress files;

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT",
      description =
          "Where /metrics is for Prometheus, *:PORT for all addresses, PORT for this machine alone."
              + " Default: nowhere.")
  private @Nullable ListenAddress metrics;

  @Mixin private final NodeOptions nodeOptions = new NodeOptions();

  RunNodeCommand(CommandContext context) {
    super(context);
  }

  /**
   * The line of {@code node --json}.
   *
   * @param state {@code running}
   * @param console without what lets one in, which 'console' prints
   * @param files beginning of the URLs of files
   * @param metrics for Prometheus
   */
  private record Started(
      String state,
      String peerId,
      String address,
      String console,
      @Nullable String files,
      @Nullable String metrics) {}

  @Override
  int run(Output output) throws Exception {
    List<String> names = checked(trackers::names);
    Path directory = nodeOptions.directory();
    RunningNodeConfig config = checked(() -> run.config(directory)).onStop(stop()::request).build();
    try (NodeLock lock = NodeLock.take(directory); // until all of the node has ended
        PeerNode node = checked(() -> start(names));
        RunningNode running = RunningNode.start(node, config, lock);
        ConsoleServer server = ConsoleServer.open(running, consoleConfig());
        MetricsServer figures =
            metrics == null ? null : MetricsServer.open(node, metrics.socket())) {
      if (run.areLimitsGiven()) {
        limit(running);
      }
      running.addListener(new LogNotes(output));
      announce(node, server, figures, output);
      stop().await(() -> {});
      output.note("Stopping.");
    }
    return ExitCodes.DONE;
  }

  private PeerNode start(List<String> names) throws ShoalException {
    return nodeOptions.start(
        names,
        builder -> {
          builder.rememberHashes(true);
          if (files != null) {
            builder.fileServer(files.socket());
          }
        });
  }

  private ConsoleConfig consoleConfig() {
    return ConsoleConfig.defaults().withAddress(console.socket()).withHostNames(consoleHosts);
  }

  private void limit(RunningNode running) throws Exception {
    var before = stop().await(running.status(), () -> {}).limits();
    var limits = checked(() -> run.limits(before));
    stop().await(running.setLimits(limits), () -> {});
  }

  private void announce(
      PeerNode node, ConsoleServer server, @Nullable MetricsServer figures, Output output) {
    String address = NetUtil.toSocketAddressString(node.address());
    Optional<String> filesUrl = node.fileServerAddress().map(at -> url(at) + "files/");
    String metricsUrl = figures == null ? null : url(figures.address()) + "metrics";
    Started started =
        new Started(
            "running",
            node.peerId().toString(),
            address,
            server.page(),
            filesUrl.orElse(null),
            metricsUrl);
    output.result("node listening on " + address, started);
    output.text("peer id: " + started.peerId());
    filesUrl.ifPresent(url -> output.text("files: " + url));
    if (metricsUrl != null) {
      output.text("metrics: " + metricsUrl);
    }
    if (!server.address().getAddress().isLoopbackAddress()) {
      output.warn(
          "the console is open to the network, in plain HTTP: whoever reads it on the way can do"
              + " what you can");
    }
    // Only a person is shown what lets one in: what is no terminal may be somebody's log.
    if (Tty.isTerminal(1)) {
      output.text("console: " + server.link());
    } else {
      output.text("console: " + started.console());
      output.note("'shoal console' prints the link that lets you in.");
    }
  }

  private static String url(InetSocketAddress address) {
    return "http://" + NetUtil.toSocketAddressString(address) + "/";
  }
}
