package dev.shoal.peer.cli;

import dev.shoal.peer.console.RemoteNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Whether a command does its work by the node that runs already, or by one of its own. */
final class OwnChoice {
  /** What only a node of one's own can be told. */
  private static final Set<String> OF_OWN =
      Set.of(
          "--port",
          "--bind",
          "--tls",
          "--tracker-fingerprint",
          "--certificate",
          "--certificate-key",
          "--authorities");

  @Option(
      order = 9,
      names = {"--own", "--no-node"},
      fallbackValue = "true",
      description =
          "Do it by this process, also where a node runs with the same data directory. Default: by"
              + " that node.")
  private boolean own;

  /**
   * The node to do it by; to be closed. Empty if there is none that can, which is said unless it is
   * wanted.
   *
   * @param trackers that the command was told, each {@code host:port}
   */
  Optional<RemoteNode> running(
      Path directory, List<String> trackers, ParseResult given, StopSignal stop, Output output)
      throws Exception {
    if (own) {
      return Optional.empty();
    }
    Optional<RemoteNode> running = RemoteNode.find(directory);
    if (running.isEmpty()) {
      return running;
    }
    Optional<String> obstacle = obstacle(running.get(), trackers, given, stop);
    if (obstacle.isEmpty()) {
      return running;
    }
    running.get().close();
    output.note("Not by the running node: " + obstacle.get() + ".");
    return Optional.empty();
  }

  private static Optional<String> obstacle(
      RemoteNode node, List<String> trackers, ParseResult given, StopSignal stop) throws Exception {
    for (OptionSpec option : given.matchedOptionsSet()) {
      if (OF_OWN.contains(option.longestName())) {
        return Optional.of(option.longestName() + " is for a node of one's own");
      }
    }
    List<String> known = stop.await(node.status(), () -> {}).trackers();
    Set<String> others = new HashSet<>(trackers);
    known.forEach(others::remove);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("it does not use the tracker " + String.join(", ", others));
  }
}
