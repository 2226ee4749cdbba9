package dev.shoal.benchmarks.node;

import dev.shoal.peer.PeerNode;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.TlsMode;
import dev.shoal.transport.TlsProvider;
import dev.shoal.transport.TransportKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One or more nodes in a process of their own, told by its standard input what to do. */
@Command(
    name = "node",
    hidden = true,
    description = "A part of scenarios: nodes that do what lines on the standard input say.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class NodeCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--bind", paramLabel = "ADDRESS", description = "Default: ${DEFAULT-VALUE}.")
  private InetAddress bind = InetAddress.getLoopbackAddress();

  @Option(names = "--tracker", paramLabel = "HOST:PORT", description = "Default: none.")
  private @Nullable String tracker;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "For their keys.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path data;

  @Option(names = "--nodes", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int count = 1;

  @Option(names = "--transport", description = "${COMPLETION-CANDIDATES}. Default: the best.")
  private @Nullable TransportKind transport;

  @Option(names = "--tls", description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TlsMode tls = TlsMode.AUTO;

  @Option(
      names = "--tls-provider",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TlsProvider tlsProvider = TlsProvider.AUTO;

  @Option(names = "--http", description = "Let nodes serve files over HTTP, too.")
  private boolean http;

  /** For picocli. */
  public NodeCommand() {}

  @Override
  public Integer call() throws ShoalException, InterruptedException {
    List<PeerNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        nodes.add(start(data.resolve("node-" + i)));
      }
      Requests requests = Requests.read(System.in);
      new NodeDialogue(nodes, tracker != null, spec.commandLine().getOut()).run(requests);
      return ExitCode.OK;
    } finally {
      nodes.forEach(PeerNode::close);
    }
  }

  private PeerNode start(Path directory) throws ShoalException {
    PeerNode.Builder builder =
        PeerNode.builder().bind(bind).dataDirectory(directory).tls(tls).tlsProvider(tlsProvider);
    if (tracker != null) {
      builder.tracker(tracker);
    }
    if (transport != null) {
      builder.transport(transport);
    }
    if (http) {
      builder.fileServer(new InetSocketAddress(bind, 0));
    }
    return builder.build();
  }
}
