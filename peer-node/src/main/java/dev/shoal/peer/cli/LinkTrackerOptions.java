package dev.shoal.peer.cli;

import dev.shoal.peer.internal.trust.TrackerAddress;
import java.util.List;
import picocli.CommandLine.Option;

/** The trackers of a command that is given a file: a link may name them itself. */
final class LinkTrackerOptions {
  @Option(
      names = "--tracker",
      split = ",",
      paramLabel = "HOST[:PORT]",
      description =
          "The tracker to ask; of several, repeated or with commas between, the first that answers."
              + " Default: the link's, or else those of the node that runs; the port is 7070 by default.")
  private List<TrackerAddress> trackers = List.of();

  /** Each as {@code host:port}; those given, or else those that links name. */
  List<String> names(List<String> linked) {
    return trackers.isEmpty() ? linked : trackers.stream().map(TrackerAddress::toString).toList();
  }
}
